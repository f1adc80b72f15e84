import { useT } from '../../i18n/setup';
import type { DraftFinding } from '../../lib/field/types';
import { measuredFigures, wholeTime } from '../../lib/seconds';
import { Chip } from '../../ui/Chip';
import { Attempts } from './Attempts';
import { Ring } from './Ring';
import styles from './Timed.module.css';
import { lastCounted, timed } from './timing';

/**
 * What the stopwatch has measured, and what follows from it.
 *
 * How exact it is, is said beside it. Of 4304 hand timings at swimming competitions a thumb was late by 0.11 s, with a
 * standard deviation of 0.07 s; start and stop together are off by 0 with one of 0.10 s, so 95 of 100 are right to
 * 0.2 s (Am. J. Phys. 87, 110, 2019). What nobody expects is answered later, by about 0.25 s, at both ends alike. The
 * mean error is nothing, therefore nothing is subtracted.
 */
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
