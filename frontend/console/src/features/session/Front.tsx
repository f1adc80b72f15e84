import type { ReactNode } from 'react';
import { useT } from '../../i18n/setup';
import { Logo } from '../../ui/Star';
import styles from './Front.module.css';
import { LanguageLinks } from './LanguageLinks';

/** The front door: what is seen before anybody is signed in. */
export function Front({ children }: { children: ReactNode }) {
  const t = useT();
  return (
    <div className={styles.front}>
      <aside className={styles.side}>
        <Logo size={56} />
        <p className={styles.name}>Wardstar</p>
        <p className={styles.promise}>{t('front.promise')}</p>
        <ul className={styles.points}>
          <li>{t('front.patients')}</li>
          <li>{t('front.supervisors')}</li>
          <li>{t('front.figures')}</li>
        </ul>
      </aside>
      <main className={styles.main}>
        <LanguageLinks />
        <div className={styles.form}>{children}</div>
      </main>
    </div>
  );
}
