import { useT } from '../../i18n/setup';
import { useFormat } from '../../lib/session';
import { Button } from '../../ui/Button';
import { Card } from '../../ui/Card';
import styles from './Breakdown.module.css';
import type { Decimals, Breakdown as Lines } from './breakdown';
import { PartRow } from './PartRow';
import { mainPart } from './story';
import { componentName } from './words';

interface Props {
  of: Lines;
  decimals: Decimals;
  computedAt?: string;
  onDecimals?: (decimals: Decimals) => void; // lets the reader see all digits
}

/** The score as a sum: where everybody starts, what was added and taken, the total. */
export function Breakdown({ of, decimals, computedAt, onDecimals }: Props) {
  const t = useT();
  const format = useFormat();
  const write = decimals === 1 ? format.score : format.exact;
  const reach = Math.max(20000, ...of.parts.flatMap((p) => [p.shown, ...p.lines.map((l) => l.shown)]).map(Math.abs));
  const most = mainPart(of);
  const base = format.score(of.base);
  return (
    <>
      <p className={styles.story}>
        {most
          ? t('score.story', { base, part: componentName(t, most.code), points: format.points(most.shown) })
          : t('score.storyNone', { base })}
      </p>
      <Card flush>
        <div className={styles.end}>
          <span>
            {t('score.base')}
            <small>{t('score.base.why')}</small>
          </span>
          <b>{write(of.base)}</b>
        </div>
        {of.parts.map((part) => (
          <PartRow key={part.code} {...{ part, decimals, reach }} />
        ))}
        <div className={`${styles.end} ${styles.total}`}>
          <span>
            {t('score.total')}
            <small>{t('score.sums')}</small>
          </span>
          <b>{write(of.total)}</b>
        </div>
      </Card>
      {onDecimals && (
        <div className={styles.foot}>
          {computedAt && <span>{t('score.computedAt', { time: format.dateTime(computedAt) })}</span>}
          <span className="no-print">
            <Button quiet onClick={() => onDecimals(decimals === 1 ? 4 : 1)}>
              {decimals === 1 ? t('score.exact') : t('score.rounded')}
            </Button>
          </span>
        </div>
      )}
    </>
  );
}
