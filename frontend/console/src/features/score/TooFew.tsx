import type { Explanation } from '../../api/types';
import { useT } from '../../i18n/setup';
import { Card } from '../../ui/Card';
import styles from './TooFew.module.css';

/** What is shown in place of a score that rests on too little. */
export function TooFew({ explanation }: { explanation: Explanation }) {
  const t = useT();
  const n = explanation.components.find((c) => c.component === 'ratings')?.n;
  return (
    <div className={styles.few}>
      <Card title={t('tooFew.mine')}>
        <div className={styles.hatched} role="img" aria-label={t('tooFew.mine')} />
        <p>{t('tooFew.mineWhy')}</p>
        {n !== undefined && n >= 5 && <p className="muted">{t('tooFew.mineCount', { n })}</p>}
      </Card>
    </div>
  );
}
