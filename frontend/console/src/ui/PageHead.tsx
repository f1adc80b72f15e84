import { type ReactNode, useEffect } from 'react';
import { AsOf } from './AsOf';
import styles from './PageHead.module.css';

interface Props {
  title: string;
  lead?: ReactNode;
  children?: ReactNode; // controls
  asOf?: string | Date; // up to when the server says its data are; else when they came
  ageless?: boolean; // says nothing of the age of its data
  beside?: boolean; // few enough to stand beside the title on a phone, too
}

/** The head of a page: its one h1, which is also the window's title. */
export function PageHead({ title, lead, asOf, ageless, children, beside }: Props) {
  useEffect(() => {
    document.title = `${title} · Wardstar`;
  }, [title]);
  return (
    <header className={styles.head}>
      <div>
        <h1>{title}</h1>
        {lead && <p className={styles.lead}>{lead}</p>}
        {!ageless && <AsOf of={asOf} />}
      </div>
      {children && <div className={`${styles.controls} ${beside ? styles.beside : ''} no-print`}>{children}</div>}
    </header>
  );
}
