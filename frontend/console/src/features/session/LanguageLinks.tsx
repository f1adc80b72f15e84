import { languageNames } from '../../i18n/languages';
import { choose, useLanguage, useT } from '../../i18n/setup';
import styles from './LanguageLinks.module.css';

/** The languages, each in its own script: who needs another can't read this one. */
export function LanguageLinks() {
  const t = useT();
  const current = useLanguage();
  return (
    <nav aria-label={t('profile.language')}>
      <ul className={styles.languages}>
        {languageNames.map(([language, name]) => (
          <li key={language}>
            <button
              type="button"
              lang={language}
              aria-current={language === current || undefined}
              onClick={() => void choose(language)}
            >
              {name}
            </button>
          </li>
        ))}
      </ul>
    </nav>
  );
}
