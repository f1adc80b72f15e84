import IconX from '@tabler/icons-react/dist/esm/icons/IconX.mjs';
import { Link } from '@tanstack/react-router';
import { type ReactNode, useEffect } from 'react';
import { useT } from '../../i18n/setup';
import { Icon } from '../../ui/Icon';
import styles from './Screen.module.css';

interface Props {
  title: string;
  lead?: ReactNode; // one line under the title
  wide?: boolean; // two columns on a desktop
  children: ReactNode;
}

/** A step on the way into a check: it has the whole of a phone, and one way back. */
export function Screen({ title, lead, wide, children }: Props) {
  const t = useT();
  useEffect(() => {
    document.title = `${title} · Wardstar`;
  }, [title]);
  return (
    <div className={`${styles.screen} ${wide ? styles.wide : ''}`}>
      <header className={styles.head}>
        <Link to="/checks" className={styles.close} aria-label={t('checks.back')}>
          <Icon of={IconX} size={24} />
        </Link>
        <div>
          <h1>{title}</h1>
          {lead && <p className={styles.lead}>{lead}</p>}
        </div>
      </header>
      <div className={styles.body}>{children}</div>
    </div>
  );
}
