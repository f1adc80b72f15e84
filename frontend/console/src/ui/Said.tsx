import { scriptOf } from '../lib/script';
import styles from './Said.module.css';

/** Words as somebody said them, in whatever language that was. */
export function Said({ words }: { words: string }) {
  return (
    <q className={styles.said} lang={scriptOf(words)}>
      {words}
    </q>
  );
}
