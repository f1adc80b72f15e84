import { Link } from '@tanstack/react-router';
import { useEffect, useRef } from 'react';
import { useT } from '../../i18n/setup';
import { useOutbox } from '../../lib/field/outbox';
import { Mark } from '../../ui/Mark';
import { Star } from '../../ui/Star';
import styles from './Saved.module.css';

export interface SavedCheck {
  key: string;
  name: string; // of the person observed
  thanked: boolean;
}

/** Says that the check is safe on this phone, and then that it has arrived; the way to the next person. */
export function Saved({ check: { key, name, thanked } }: { check: SavedCheck }) {
  const t = useT();
  const heading = useRef<HTMLHeadingElement>(null);
  const { items, sent } = useOutbox();
  const refused = items.some((item) => item.id === key && item.refused);
  const state = refused ? 'refused' : sent.some((item) => item.id === key) ? 'sent' : 'saved';
  useEffect(() => {
    heading.current?.focus();
  }, []);
  return (
    <div className={styles.page}>
      <div className={styles.news}>
        <span className={refused ? styles.refused : styles.sign}>
          <Mark of={refused ? 'not-met' : 'met'} size={48} />
        </span>
        <h1 ref={heading} tabIndex={-1}>
          {t(`summary.${state}`)}
        </h1>
        <p role="status">{t(`summary.${state}Lead`, { name })}</p>
        {thanked && !refused && (
          <p className={styles.thanked}>
            <Star size={18} />
            {t('summary.thanked', { name })}
          </p>
        )}
      </div>
      <nav className={styles.ways}>
        {refused && (
          <Link to="/outbox" className={styles.way}>
            {t('summary.outbox')}
          </Link>
        )}
        <Link to="/checks" className={styles.way}>
          {t('summary.today')}
        </Link>
        <Link to="/checks/new" className={`${styles.way} ${styles.main}`}>
          {t('summary.next')}
        </Link>
      </nav>
    </div>
  );
}
