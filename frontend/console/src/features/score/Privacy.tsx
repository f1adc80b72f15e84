import { useT } from '../../i18n/setup';
import { More } from '../../ui/More';
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
    <More plain label={t('privacy.title')}>
      <ul className={styles.rules}>
        {rules.map((rule) => (
          <li key={rule}>{t(rule)}</li>
        ))}
      </ul>
    </More>
  );
}
