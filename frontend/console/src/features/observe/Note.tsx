import styles from './Note.module.css';

interface Props {
  title: string;
  words?: string;
  change: string; // what a press does
  onChange: () => void;
}

/** What was written of an item, or why it was answered so; a press changes it. */
export function Note({ title, words, change, onChange }: Props) {
  if (!words?.trim()) return null;
  return (
    <button type="button" className={styles.note} onClick={onChange}>
      <b>{title}</b>
      <span>{words}</span>
      <span className="visually-hidden">{change}</span>
    </button>
  );
}
