import { useId } from 'react';
import styles from './Words.module.css';

interface Props {
  label: string;
  value: string;
  onChange: (value: string) => void;
  most: number; // characters
  rows?: number;
  first?: boolean; // has the focus when its sheet opens
}

/** A field for words of one's own. What is typed is handed on at once: nothing waits for a button. */
export function Words({ label, value, onChange, most, rows = 4, first }: Props) {
  const id = useId();
  return (
    <div>
      <label htmlFor={id} className={styles.label}>
        {label}
      </label>
      <textarea
        id={id}
        className={styles.words}
        rows={rows}
        maxLength={most}
        value={value}
        onChange={(e) => onChange(e.currentTarget.value)}
        data-first={first || undefined}
      />
    </div>
  );
}
