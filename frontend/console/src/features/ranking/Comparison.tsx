import type { Standing } from '../../api/types';
import { useT } from '../../i18n/setup';
import { compare } from '../../lib/compare';
import { useFormat } from '../../lib/session';
import { Button } from '../../ui/Button';
import { Card } from '../../ui/Card';
import { Facts } from '../../ui/Fact';
import styles from './Comparison.module.css';

/** Whether one of two people is truly ahead of the other, and how sure that is. */
export function Comparison({ rows, onClear }: { rows: Standing[]; onClear: () => void }) {
  const t = useT();
  const [ahead, behind] = [...rows].sort((a, b) => b.score - a.score);
  const both = ahead && behind && { ahead, behind };
  return (
    <div className={`${styles.comparison} ${both ? styles.filled : ''}`}>
      <Card
        title={t('compare.title')}
        lead={both ? undefined : t('compare.hint')}
        side={ahead && <Button onClick={onClear}>{t('compare.clear')}</Button>}
      >
        <div aria-live="polite">{both && <Verdict {...both} />}</div>
      </Card>
    </div>
  );
}

function Verdict({ ahead, behind }: { ahead: Standing; behind: Standing }) {
  const t = useT();
  const format = useFormat();
  const { difference, low, high, probability, verdict } = compare(ahead, behind);
  const range = t('range.signed', { low: format.points(low), high: format.points(high) });
  return (
    <>
      <div className={styles.verdict}>
        <b>{t(`compare.${verdict}`, { a: ahead.name, b: behind.name })}</b>
        <p>{t('compare.probability', { name: ahead.name, p: format.percent(Math.round(probability * 1e4)) })}</p>
        <div className={styles.bar} aria-hidden="true">
          <i style={{ width: `${probability * 100}%` }} />
        </div>
      </div>
      <Facts
        facts={[
          [ahead.name, `${format.score(ahead.score)} (${format.interval(ahead.low, ahead.high)})`],
          [behind.name, `${format.score(behind.score)} (${format.interval(behind.low, behind.high)})`],
          [t('compare.difference'), `${format.points(difference)} (${range})`],
        ]}
      />
    </>
  );
}
