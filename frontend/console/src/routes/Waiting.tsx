import { useT } from '../i18n/setup';
import { useOutbox } from '../lib/field/outbox';
import type { Item } from './pages';
import styles from './Waiting.module.css';

/** How much waits behind a page: on this device, what has yet to be sent. */
export function Waiting({ item }: { item: Item }) {
  const t = useT();
  const { waiting, refused } = useOutbox();
  const n = waiting + refused;
  if (item.to !== '/outbox' || n === 0) return null;
  return (
    <span className={styles.count}>
      <span aria-hidden="true">{n}</span>
      <span className="visually-hidden">{t('offline.waiting', { n })}</span>
    </span>
  );
}
