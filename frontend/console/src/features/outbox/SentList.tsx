import IconCheck from '@tabler/icons-react/dist/esm/icons/IconCheck.mjs';
import { Link } from '@tanstack/react-router';
import { useT } from '../../i18n/setup';
import type { Sent } from '../../lib/field/types';
import { useFormat } from '../../lib/session';
import { Card } from '../../ui/Card';
import { Icon } from '../../ui/Icon';
import styles from './OutboxView.module.css';

/** What the server has taken today, photos counted with their check. */
export function SentList({ sent }: { sent: Sent[] }) {
  const t = useT();
  const format = useFormat();
  const today = format.date(new Date());
  const shown = sent.filter((s) => s.kind !== 'photo' && format.date(new Date(s.sentAt)) === today);
  if (shown.length === 0) return null;
  return (
    <Card title={t('outbox.sent')}>
      <ul className={styles.list}>
        {shown.map((s) => (
          <li key={s.id} className={styles.row}>
            <span className={`${styles.mark} ${styles.done}`}>
              <Icon of={IconCheck} size={22} />
            </span>
            <div>
              <Who sent={s} />
              <p className="muted small">
                {t(s.kind === 'check' ? 'outbox.check' : 'outbox.thanks')}
                {' · '}
                {format.time(new Date(s.sentAt))}
              </p>
            </div>
          </li>
        ))}
      </ul>
    </Card>
  );
}

/** The name, which leads to the check as the server has it. */
function Who({ sent }: { sent: Sent }) {
  if (sent.kind !== 'check' || !sent.serverId) return <b>{sent.label}</b>;
  return (
    <Link to="/checks/done/$id" params={{ id: String(sent.serverId) }} className={styles.name}>
      {sent.label}
    </Link>
  );
}
