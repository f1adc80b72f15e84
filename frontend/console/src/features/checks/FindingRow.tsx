import { useT } from '../../i18n/setup';
import type { Result } from '../../lib/field/types';
import { measuredTime, wholeTime } from '../../lib/seconds';
import { useLocalized } from '../../lib/session';
import { Mark } from '../../ui/Mark';
import styles from './CheckView.module.css';
import { Photos } from './Photos';
import type { Finding } from './types';

/** What was seen of one standard: the result, every time the stopwatch ran, the words, the photos. */
export function FindingRow({ finding, reasons }: { finding: Finding; reasons: (code: string) => string }) {
  const t = useT();
  const text = useLocalized();
  const result = finding.result as Result;
  const reason = finding.reason && reasons(finding.reason);
  return (
    <li className={styles.finding}>
      <span className={styles.mark} data-result={result}>
        <Mark of={result} size={20} />
      </span>
      <div>
        <h3>{text(finding.title)}</h3>
        <p className={styles.result}>
          <b>{t(`observe.result.${result}`)}</b>
          {reason && ` · ${reason}`}
        </p>
        <Attempts finding={finding} />
        {finding.note && <p className={styles.note}>{finding.note}</p>}
        <Photos finding={finding} />
      </div>
    </li>
  );
}

function Attempts({ finding: { attempts, targetMs = 0 } }: { finding: Finding }) {
  const t = useT();
  if (attempts.length === 0) return null;
  return (
    <ul className={styles.attempts} aria-label={t('checks.attempts')}>
      {attempts.map(({ milliseconds, cancelled }, i) => {
        const seconds = measuredTime(t, milliseconds, targetMs);
        return (
          // biome-ignore lint/suspicious/noArrayIndexKey: what was measured does not change
          <li key={i} data-cancelled={cancelled ? true : undefined}>
            {cancelled ? t('checks.cancelled', { seconds, reason: cancelled }) : seconds}
          </li>
        );
      })}
      {targetMs > 0 && <li className={styles.target}>{t('checks.within', { time: wholeTime(t, targetMs) })}</li>}
    </ul>
  );
}
