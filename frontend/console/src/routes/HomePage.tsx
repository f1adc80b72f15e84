import { useQuery } from '@tanstack/react-query';
import { Trouble } from '../api/client';
import { periodsQuery, scoreQuery } from '../api/queries';
import { MyScoreCard, PeriodCard, type Way, Ways } from '../features/home/HomeView';
import { type Translate, useT } from '../i18n/setup';
import { computed, current } from '../lib/periods';
import { roleNames } from '../lib/roles';
import { may, useLocalized, useSession } from '../lib/session';
import { Card } from '../ui/Card';
import { Failure } from '../ui/Failure';
import { Loaded } from '../ui/Loaded';
import { PageHead } from '../ui/PageHead';
import { Skeleton } from '../ui/Skeleton';
import { HomeBallot } from './HomeBallot';
import { HomeChecks } from './HomeChecks';
import styles from './HomePage.module.css';
import { HomeSessions } from './HomeSessions';
import { places, useNavigation } from './navigation';
import type { Item } from './pages';

/** What somebody does first, on top; then where the month stands, and the way to everything else. */
export default function HomePage() {
  const t = useT();
  const session = useSession();
  const text = useLocalized();
  const items = useNavigation();
  const periods = useQuery({ ...periodsQuery, enabled: may(session, 'read period') });
  const now = periods.data && current(periods.data);
  const scored = periods.data && computed(periods.data)[0];
  const coming = periods.isLoading;
  const isScored = session.employee !== undefined && may(session, 'read score');
  const own = scored && session.employee && isScored && { period: scored.name, employeeId: session.employee.id };
  const settles = may(session, 'compute period') || may(session, 'export score');
  const has = (to: string) => items.some((item) => item.to === to);
  const inBar = places(session, items);
  const runs = may(session, 'manage account');
  return (
    <>
      <PageHead
        title={t('home.hello', { name: session.employee?.name ?? session.name })}
        lead={`${roleNames(t, session).join(t('list.separator'))} · ${text(session.hospital.name)}`}
      />
      <div className={`${styles.page} ${runs ? styles.waysFirst : ''}`}>
        {periods.error && !periods.data && <Failure error={periods.error} retry={() => void periods.refetch()} />}
        <div className={styles.cards}>
          {has('/checks/new') && <HomeChecks />}
          {has('/sessions') && <HomeSessions />}
          {may(session, 'decide ballot') && <HomeBallot />}
          {settles && (now ? <PeriodCard period={now} settles /> : coming && <ComingCard />)}
          {own ? <MyScore {...own} /> : coming && isScored && <ComingCard title={t('nav.myScore')} />}
          {!settles && (now ? <PeriodCard period={now} /> : coming && <ComingCard />)}
        </div>
        <section aria-label={t('home.ways')}>
          <Ways
            ways={ways(
              t,
              (runs ? runFirst(items) : items).filter(
                (item) => item.to !== '/' && item.where !== 'bar' && (!own || item.to !== '/my-score'),
              ),
              inBar,
            )}
          />
        </section>
      </div>
    </>
  );
}

/** As large as what it stands for, so that nothing moves under the thumb when that comes. */
function ComingCard({ title }: { title?: string }) {
  return (
    <Card title={title}>
      <Skeleton lines={3} height={title ? 40 : 29} />
    </Card>
  );
}

function MyScore({ period, employeeId }: { period: string; employeeId: number }) {
  const t = useT();
  const query = useQuery(scoreQuery(period, employeeId));
  if (query.data) return <MyScoreCard explanation={query.data} />;
  if (query.error instanceof Trouble && query.error.status === 404) return null; // the page My score says why
  return (
    <Card title={t('nav.myScore')}>
      <Loaded query={query} skeleton={<Skeleton lines={3} height={40} />}>
        {() => null}
      </Loaded>
    </Card>
  );
}

const runFirst = (items: Item[]) => [...items].sort((a, b) => rank(a) - rank(b));
const rank = (item: Item) => (item.group === 'nav.run' ? 0 : 1);

const ways = (t: Translate, items: Item[], inBar: Item[]): Way[] =>
  items.map((item) => ({
    to: item.to,
    name: t(item.name),
    what: t(item.what),
    icon: item.icon,
    inBar: inBar.includes(item),
  }));
