import { useT } from '../../i18n/setup';
import { type Entry, recorded } from './entries';
import styles from './OutboxView.module.css';

/** What an entry is made of: a check of so many items, so many photos, a word of thanks. */
export function Parts({ entry }: { entry: Entry }) {
  const t = useT();
  const check = recorded(entry);
  const parts = [
    check && `${t('outbox.check')} · ${t('outbox.items', { n: check.findings.length })}`,
    entry.photos.length > 0 && t('outbox.photos', { n: entry.photos.length }),
    entry.thanks && t('outbox.thanks'),
  ].filter((part) => typeof part === 'string');
  return <p className={styles.parts}>{parts.join(' · ')}</p>;
}
