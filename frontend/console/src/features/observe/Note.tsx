import { useT } from '../../i18n/setup';
import styles from './Note.module.css';

/** What was written of an item; a press changes it. */
export function Note({ note, onEdit }: { note?: string; onEdit: () => void }) {
  const t = useT();
  if (!note?.trim()) return null;
  return (
    <button type="button" className={styles.note} onClick={onEdit}>
      <b>{t('observe.note')}</b>
      <span>{note}</span>
      <span className="visually-hidden">{t('observe.noteEdit')}</span>
    </button>
  );
}
