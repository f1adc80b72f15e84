import { useState } from 'react';
import type { TooFew } from '../../api/types';
import { useT } from '../../i18n/setup';
import { useLocalized } from '../../lib/session';
import { Button } from '../../ui/Button';
import { Card } from '../../ui/Card';
import styles from './TooFewCard.module.css';

const atFirst = 12;

/** Those of whom too little is known for a score, with how far they are. */
export function TooFewCard({ people, threshold }: { people: TooFew[]; threshold: number }) {
  const t = useT();
  const text = useLocalized();
  const [all, setAll] = useState(false);
  if (people.length === 0) return null;
  const shown = all ? people : people.slice(0, atFirst);
  return (
    <Card title={t('tooFew.title')} lead={t('tooFew.lead', { n: threshold })}>
      <ul className={styles.people}>
        {shown.map((p) => (
          <li key={p.employeeId}>
            <span>
              {p.name}
              <small className="caption">{text(p.department)}</small>
            </span>
            <span className="muted">
              {p.ratings === null ? t('tooFew.hidden') : t('tooFew.count', { n: p.ratings, of: threshold })}
            </span>
          </li>
        ))}
      </ul>
      {shown.length < people.length && (
        <div className="no-print">
          <Button onClick={() => setAll(true)}>{t('ranking.showAll', { n: people.length })}</Button>
        </div>
      )}
    </Card>
  );
}
