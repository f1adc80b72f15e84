import { useT } from '../../i18n/setup';
import type { DraftFinding } from '../../lib/field/types';
import { Chip } from '../../ui/Chip';
import { Attempts } from './Attempts';
import { Ring } from './Ring';
import { measuredFigures, wholeTime } from './seconds';
import styles from './Timed.module.css';
import { lastCounted, timed } from './timing';

/** What the stopwatch has measured, and what follows from it. */
export function Timed({ finding, target }: { finding: DraftFinding; target: number }) {
  const t = useT();
  const last = lastCounted(finding.attempts);
  const result = timed(finding.attempts, target);
  if (!last || !result) {
    return (
      <div className={styles.waiting}>
        <p className={styles.goal}>{t('stopwatch.ready', { target: wholeTime(t, target) })}</p>
        <p className={styles.tolerance}>{t('stopwatch.tolerance')}</p>
        <Attempts attempts={finding.attempts} target={target} />
      </div>
    );
  }
  const { number, unit } = measuredFigures(last.milliseconds, target);
  const limit = wholeTime(t, result === 'not-met' ? 2 * target : target);
  return (
    <div className={styles.card}>
      <Ring result={result} milliseconds={last.milliseconds} target={target} />
      <div className={styles.side}>
        <p className={styles.time}>
          {number}
          {unit && <small>{t('stopwatch.unit')}</small>}
        </p>
        <Chip tone={result === 'met' ? 'met' : 'plain'}>
          {t(`stopwatch.${result as 'met' | 'partly' | 'not-met'}`, { target: limit })}
        </Chip>
        <Attempts attempts={finding.attempts} target={target} />
      </div>
      <p className={styles.tolerance}>{t('stopwatch.tolerance')}</p>
    </div>
  );
}
