import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import type { Hours as Counted } from '../../api/types';
import { useT } from '../../i18n/setup';
import { useFormat } from '../../lib/session';
import { LoadedCard } from '../../ui/LoadedCard';
import styles from './Mine.module.css';
import { hoursQuery } from './queries';

/** The year's hours of training, against what the year asks for. */
export function Hours({ employeeId }: { employeeId: number }) {
  const t = useT();
  const format = useFormat();
  const query = useQuery(hoursQuery(employeeId));
  const hours = (minutes: number) => (minutes % 60 === 0 ? format.count(minutes / 60) : format.hours(minutes));
  const say = ({ standing, minutes, requiredMinutes, dueMinutes }: Counted) => {
    const n = { have: hours(minutes), need: hours(requiredMinutes) };
    switch (standing) {
      case 'done':
        return t('mine.hours.done', n);
      case 'behind':
        return t('mine.hours.behind', { ...n, missing: hours(dueMinutes - minutes) });
      case 'none':
        return t('mine.hours.none', n);
      default:
        return t('mine.hours.onCourse', n);
    }
  };
  return (
    <LoadedCard title={t('mine.hours')} query={query} lead={say}>
      {({ minutes, requiredMinutes }) => (
        <>
          {requiredMinutes > 0 && (
            <svg className={styles.bar} aria-hidden="true">
              <rect className={styles.track} width="100%" height="10" rx="5" />
              <rect
                className={styles.done}
                width={`${Math.min(1, minutes / requiredMinutes) * 100}%`}
                height="10"
                rx="5"
              />
            </svg>
          )}
          <Link to="/training" className={`${styles.way} no-print`}>
            {t('mine.hours.all')}
          </Link>
        </>
      )}
    </LoadedCard>
  );
}
