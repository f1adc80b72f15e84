import { type ReactNode, useEffect } from 'react';
import styles from './PageHead.module.css';

interface Props {
  title: string;
  lead?: ReactNode;
  children?: ReactNode; // controls
}

/** The head of a page: its one h1, which is also the window's title. */
export function PageHead({ title, lead, children }: Props) {
  useEffect(() => {
    document.title = `${title} · Wardstar`;
  }, [title]);
  return (
    <header className={styles.head}>
      <div>
        <h1>{title}</h1>
        {lead && <p className={styles.lead}>{lead}</p>}
      </div>
      {children && <div className={`${styles.controls} no-print`}>{children}</div>}
    </header>
  );
}
