import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { TodayCard } from '../features/sessions/TodayCard';
import { useT } from '../i18n/setup';
import { comingQuery } from '../lib/lessonQueries';
import { useSession } from '../lib/session';
import { dayAt } from '../lib/zone';
import { Loaded } from '../ui/Loaded';
import { Skeleton } from '../ui/Skeleton';
import styles from './HomePage.module.css';

/** The sessions that a trainer holds today. */
export function HomeSessions() {
  const t = useT();
  const { employee, hospital } = useSession();
  const day = (at: Date) => dayAt(at, hospital.timeZone);
  const today = day(new Date());
  const query = useQuery(comingQuery(today));
  return (
    <section className={styles.sessions} aria-label={t('home.mySessions')}>
      <h2>{t('home.mySessions')}</h2>
      <Loaded query={query} skeleton={<Skeleton lines={2} height={96} />}>
        {(list) => {
          const mine = list.filter((s) => s.trainerId === employee?.id && day(new Date(s.startsAt)) === today);
          return mine.length > 0 ? (
            mine.map((s) => <TodayCard key={s.id} session={s} />)
          ) : (
            <p className="muted">{t('home.noSessions')}</p>
          );
        }}
      </Loaded>
      <p className={styles.more}>
        <Link to="/sessions">{t('home.allSessions')}</Link>
      </p>
    </section>
  );
}
