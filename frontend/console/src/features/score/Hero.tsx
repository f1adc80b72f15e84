import type { Explanation } from '../../api/types';
import { useT } from '../../i18n/setup';
import { useFormat } from '../../lib/session';
import { Card } from '../../ui/Card';
import { Chip } from '../../ui/Chip';
import { against } from './breakdown';
import styles from './Hero.module.css';
import { IntervalBar } from './IntervalBar';

/** The tiers of a star, from the lowest. */
const tiers = ['one', 'two', 'three'];

/** The score, and what may be concluded from it. */
export function Hero({ explanation }: { explanation: Explanation }) {
  const t = useT();
  const format = useFormat();
  const { score = 0, low = 0, high = 0, lines } = explanation;
  const base = lines.find((l) => l.code === 'base')?.value ?? 700000;
  const stars = tiers.indexOf(explanation.starTier) + 1;
  const position = against(low, high, base);
  const words = { low: format.score(low), high: format.score(high), base: format.score(base) };
  return (
    <div className={styles.hero}>
      <Card>
        <div className={styles.columns}>
          <div>
            <p className={styles.score}>
              {format.score(score)}
              <small>{t('score.points')}</small>
            </p>
            <span className={styles.chips}>
              <Chip tone={position}>{t(`score.${position}`)}</Chip>
              {stars > 0 && <Chip tone="star">{t('score.stars', { n: stars })}</Chip>}
            </span>
          </div>
          <div className={styles.drawn}>
            <IntervalBar {...{ score, low, high, base }} label={t('score.interval', words)} />
            <p className={styles.words}>{t(`score.${position}.why`, words)}</p>
          </div>
        </div>
      </Card>
    </div>
  );
}
