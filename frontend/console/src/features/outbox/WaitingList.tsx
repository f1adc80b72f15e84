import IconCamera from '@tabler/icons-react/dist/esm/icons/IconCamera.mjs';
import IconClipboardCheck from '@tabler/icons-react/dist/esm/icons/IconClipboardCheck.mjs';
import IconHeart from '@tabler/icons-react/dist/esm/icons/IconHeart.mjs';
import { useT } from '../../i18n/setup';
import { useFormat } from '../../lib/session';
import { Card } from '../../ui/Card';
import { Icon } from '../../ui/Icon';
import { type Entry, recorded } from './entries';
import styles from './OutboxView.module.css';
import { Parts } from './Parts';

/** What goes by itself as soon as it can. */
export function WaitingList({ entries, paused }: { entries: Entry[]; paused: boolean }) {
  const t = useT();
  return (
    <Card title={t('outbox.waiting')}>
      <ul className={styles.list}>
        {entries.map((entry) => (
          <li key={entry.key} className={styles.row}>
            <span className={styles.mark}>
              <Icon of={markOf(entry)} size={22} />
            </span>
            <div>
              <b>{entry.label}</b>
              <Parts entry={entry} />
              <When entry={entry} paused={paused} />
            </div>
          </li>
        ))}
      </ul>
    </Card>
  );
}

const markOf = (entry: Entry) => (entry.check ? IconClipboardCheck : entry.photos.length > 0 ? IconCamera : IconHeart);

function When({ entry, paused }: { entry: Entry; paused: boolean }) {
  const t = useT();
  const format = useFormat();
  const at = recorded(entry)?.startedAt;
  const saved = at
    ? t('outbox.observed', { time: format.time(new Date(at)) })
    : t('outbox.saved', { time: format.time(new Date(entry.queuedAt)) });
  const next = paused
    ? t('outbox.state.signIn')
    : entry.tries > 0
      ? t('outbox.state.later', { n: entry.tries, time: format.time(new Date(entry.nextAt)) })
      : navigator.onLine
        ? t('outbox.state.now')
        : t('outbox.state.soon');
  return (
    <p className="muted small">
      {saved}
      {' · '}
      {next}
    </p>
  );
}
