import { useT } from '../../i18n/setup';
import type { Draft, DraftFinding } from '../../lib/field/types';
import { counts } from './answer';
import styles from './Progress.module.css';

/** How far the check has come: an answer is a height, not a colour. */
export function Progress({ draft }: { draft: Draft }) {
  const t = useT();
  const { at, findings } = draft;
  const n = counts(findings);
  const said = {
    of: findings.length,
    met: n.met,
    partly: n.partly,
    notMet: n['not-met'],
    rest: n['not-seen'] + n['not-applicable'],
    open: n.open,
  };
  const label =
    at < findings.length ? t('observe.progress', { ...said, n: at + 1 }) : t('observe.progressSummary', said);
  return (
    <div className={styles.strip} role="img" aria-label={label}>
      {findings.map((finding, i) => (
        <i key={finding.standard} className={look(finding, i === at)} />
      ))}
    </div>
  );
}

const look = ({ result }: DraftFinding, here: boolean) => [styles[result ?? 'open'], here && styles.here].join(' ');
