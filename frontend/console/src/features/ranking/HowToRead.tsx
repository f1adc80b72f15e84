import type { Group } from '../../api/types';
import { useT } from '../../i18n/setup';
import { useFormat } from '../../lib/session';
import { Card } from '../../ui/Card';
import styles from './HowToRead.module.css';

/** What the marks mean, next to them. */
export function HowToRead({ group }: { group: Group }) {
  const t = useT();
  const format = useFormat();
  const mean = { mean: format.score(group.mean), low: format.score(group.meanLow), high: format.score(group.meanHigh) };
  return (
    <Card title={t('howTo.title')}>
      <ul className={styles.legend}>
        <li>
          <svg viewBox="0 0 64 20" aria-hidden="true">
            <path d="M6 10H58" className={styles.interval} />
            <circle cx="32" cy="10" r="6" className={styles.dot} />
          </svg>
          {t('howTo.dot')}
        </li>
        <li>
          <svg viewBox="0 0 64 20" aria-hidden="true">
            <path d="M2 6H34M22 14H62" className={styles.interval} />
          </svg>
          {t('howTo.overlap')}
        </li>
        <li>
          <svg viewBox="0 0 64 20" aria-hidden="true">
            <rect x="24" width="16" height="20" className={styles.band} />
            <path d="M32 0V20" className={styles.mean} />
          </svg>
          {t('howTo.mean', mean)}
        </li>
      </ul>
      <p className="muted small">{t('howTo.shrunk')}</p>
    </Card>
  );
}
