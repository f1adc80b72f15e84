import { useT } from '../../i18n/setup';
import type { Attempt } from '../../lib/field/types';
import { measuredFigures, measuredTime } from '../../lib/seconds';
import styles from './Attempts.module.css';
import { lastCounted } from './timing';

/** Every measurement there was, also those that do not count. */
export function Attempts({ attempts, target }: { attempts: readonly Attempt[]; target: number }) {
  const t = useT();
  if (attempts.length === 0) return null;
  const shown = lastCounted(attempts);
  return (
    <ol className={styles.attempts} aria-label={t('stopwatch.attempts')}>
      {attempts.map((attempt, i) => {
        const time = measuredTime(t, attempt.milliseconds, target);
        const look = attempt === shown ? styles.shown : attempt.cancelled ? styles.cancelled : undefined;
        return (
          // biome-ignore lint/suspicious/noArrayIndexKey: attempts are only ever added
          <li key={i} className={look}>
            <span aria-hidden="true">
              {circled(i + 1)} <b>{measuredFigures(attempt.milliseconds, target).number}</b>
              {attempt.cancelled && <small> {attempt.cancelled}</small>}
            </span>
            <span className="visually-hidden">
              {attempt.cancelled
                ? t('stopwatch.cancelled', { n: i + 1, time, why: attempt.cancelled })
                : t('stopwatch.attempt', { n: i + 1, time })}
            </span>
          </li>
        );
      })}
    </ol>
  );
}

/** Unicode has circled numbers up to twenty. */
const circled = (n: number) => (n <= 20 ? String.fromCodePoint(0x245f + n) : `${n}.`);
