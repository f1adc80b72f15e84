import { type ReactNode, useId } from 'react';
import styles from './Card.module.css';

interface Props {
  title?: ReactNode;
  lead?: ReactNode; // one line under the title
  side?: ReactNode; // controls at the right of the title
  flush?: boolean; // its content goes to the edges
  children?: ReactNode;
}

export function Card({ title, lead, side, flush, children }: Props) {
  const id = useId();
  return (
    <section className={`${styles.card} ${flush ? styles.flush : ''}`} aria-labelledby={title ? id : undefined}>
      {(title || side) && (
        <header className={styles.header}>
          <div>
            {title && <h2 id={id}>{title}</h2>}
            {lead && <p className={styles.lead}>{lead}</p>}
          </div>
          {side && <div className={`${styles.side} no-print`}>{side}</div>}
        </header>
      )}
      {children}
    </section>
  );
}
