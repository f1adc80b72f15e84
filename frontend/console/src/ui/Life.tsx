import IconCheck from '@tabler/icons-react/dist/esm/icons/IconCheck.mjs';
import type { Period } from '../api/types';
import { useT } from '../i18n/setup';
import { type Status, statuses } from '../lib/periods';
import { Icon } from './Icon';
import styles from './Life.module.css';

/** The steps of a period's life: which are done, which one it is at. */
export function Life({ period, compact }: { period: Period; compact?: boolean }) {
  const t = useT();
  const at = statuses.indexOf(period.status as Status);
  const finished = period.status === 'closed';
  return (
    <ol className={`${styles.life} ${compact ? styles.compact : ''}`}>
      {statuses.map((status, i) => {
        const done = i < at || finished;
        return (
          <li
            key={status}
            className={done ? styles.done : i === at ? styles.now : undefined}
            aria-current={i === at ? 'step' : undefined}
          >
            <span className={styles.dot} aria-hidden="true">
              {done ? <Icon of={IconCheck} size={16} /> : i + 1}
            </span>
            <span className={styles.name}>
              {t(`status.${status}`)}
              {done && <span className="visually-hidden"> {t('period.done')}</span>}
            </span>
          </li>
        );
      })}
    </ol>
  );
}
