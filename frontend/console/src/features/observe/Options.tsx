import styles from './Options.module.css';

interface Option {
  key: string;
  text: string;
  chosen?: boolean;
}

/** Reasons to choose from with one press. */
export function Options({ options, onChoose }: { options: readonly Option[]; onChoose: (key: string) => void }) {
  return (
    <ul className={styles.options}>
      {options.map(({ key, text, chosen }) => (
        <li key={key}>
          <button type="button" aria-pressed={chosen} className={styles.option} onClick={() => onChoose(key)}>
            {text}
          </button>
        </li>
      ))}
    </ul>
  );
}
