import type { ReactNode } from 'react';
import type { Explanation } from '../../api/types';
import { useT } from '../../i18n/setup';
import { useFormat } from '../../lib/session';
import { Card } from '../../ui/Card';
import { Chip } from '../../ui/Chip';
import { Star } from '../../ui/Star';
import { against } from './breakdown';
import styles from './Hero.module.css';
import { IntervalBar } from './IntervalBar';

/** The tiers of a star, from the lowest. */
const tiers = ['one', 'two', 'three'];

interface Props {
  explanation: Explanation;
  change?: ReactNode; // against the month before
  status?: string | undefined; // of the month
}

/** The score, and what may be concluded from it. */
export function Hero({ explanation, change, status }: Props) {
  const t = useT();
  const format = useFormat();
  const { score = 0, low = 0, high = 0, lines, established } = explanation;
  const base = lines.find((l) => l.code === 'base')?.value ?? 700000;
  const stars = tiers.indexOf(explanation.starTier) + 1;
  const position = against(low, high, base);
  const words = { low: format.score(low), high: format.score(high), base: format.score(base) };
  return (
    <Card>
      <div className={styles.top}>
        <p className={styles.score}>
          {format.score(score)}
          <small>{t('score.points')}</small>
        </p>
        {change}
      </div>
      {stars > 0 && (
        <p className={styles.stars}>
          {tiers.slice(0, stars).map((tier) => (
            <Star key={tier} size={28} />
          ))}
          <b>{t('score.stars', { n: stars })}</b>
        </p>
      )}
      <IntervalBar {...{ score, low, high, base }} label={t('score.interval', words)} />
      <p className={styles.position}>
        <Chip tone={position}>{t(`score.${position}`)}</Chip>
        {status === 'running' && <Chip tone="plain">{t('score.provisional')}</Chip>}
      </p>
      <p className={styles.words}>{t(`score.${position}.why`, words)}</p>
      {status === 'closed' && <p className={styles.words}>{t('score.closed')}</p>}
      {!established && <p className={styles.words}>{t('score.notEstablished')}</p>}
    </Card>
  );
}
