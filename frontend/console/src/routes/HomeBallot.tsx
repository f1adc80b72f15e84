import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { incidentsQuery } from '../features/ballot/actions';
import { useT } from '../i18n/setup';
import { Card } from '../ui/Card';
import { Loaded } from '../ui/Loaded';
import { Skeleton } from '../ui/Skeleton';
import styles from './HomePage.module.css';

/** How many ratings that were set aside wait for a decision. */
export function HomeBallot() {
  const t = useT();
  const query = useQuery(incidentsQuery(false));
  return (
    <Card title={t('nav.ballot')}>
      <Loaded query={query} skeleton={<Skeleton lines={2} />}>
        {(list) => (
          <div className={styles.first}>
            <p className={list.length > 0 ? undefined : 'muted'}>{t('home.ballotWaits', { n: list.length })}</p>
            <p className={styles.more}>
              <Link to="/ballot">{t('home.openBallot')}</Link>
            </p>
          </div>
        )}
      </Loaded>
    </Card>
  );
}
