import { useT } from '../i18n/setup';
import { useOutbox } from '../lib/field/outbox';
import styles from './WaitingCount.module.css';

/** How many things on this phone are not with the server yet, beside the page that shows them. */
export function WaitingCount() {
  const t = useT();
  const { waiting, refused } = useOutbox();
  const n = waiting + refused;
  if (n === 0) return null;
  return (
    <span className={`${styles.count} ${refused > 0 ? styles.refused : ''}`}>
      <span aria-hidden="true">{n > 99 ? '99+' : n}</span>
      <span className="visually-hidden">{t('offline.waiting', { n })}</span>
    </span>
  );
}
