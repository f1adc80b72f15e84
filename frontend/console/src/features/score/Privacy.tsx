import { useT } from '../../i18n/setup';
import styles from './Privacy.module.css';

const rules = [
  'privacy.five',
  'privacy.daily',
  'privacy.groups',
  'privacy.words',
  'privacy.readers',
  'privacy.nobody',
] as const;

/** What is never shown, and why: in words, for whoever wants to know. */
export function Privacy() {
  const t = useT();
  return (
    <details className={styles.rules}>
      <summary>{t('privacy.title')}</summary>
      <ul>
        {rules.map((rule) => (
          <li key={rule}>{t(rule)}</li>
        ))}
      </ul>
    </details>
  );
}
