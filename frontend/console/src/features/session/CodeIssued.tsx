import { useT } from '../../i18n/setup';
import { useFormat, useSession } from '../../lib/session';
import { Notice } from '../../ui/Notice';
import styles from './Profile.module.css';

/** Tells that somebody else has handed out a password for this account: its owner should know. */
export function CodeIssued() {
  const t = useT();
  const { codeIssued } = useSession();
  const format = useFormat();
  if (!codeIssued) return null;
  return (
    <div className={styles.notice}>
      <Notice tone="warn">
        {t('issued.by', { who: codeIssued.by || t('issued.server'), date: format.dateTime(new Date(codeIssued.at)) })}
      </Notice>
    </div>
  );
}
