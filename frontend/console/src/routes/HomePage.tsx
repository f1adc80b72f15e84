import IconUserCircle from '@tabler/icons-react/dist/esm/icons/IconUserCircle.mjs';
import { useQuery } from '@tanstack/react-query';
import { periodsQuery, scoreQuery } from '../api/queries';
import { MyScoreCard, PeriodCard, type Way, Ways } from '../features/home/HomeView';
import { type Translate, useT } from '../i18n/setup';
import { computed, current } from '../lib/periods';
import { roleNames } from '../lib/roles';
import { may, useLocalized, useSession } from '../lib/session';
import { Card } from '../ui/Card';
import { Loaded } from '../ui/Loaded';
import { PageHead } from '../ui/PageHead';
import { Skeleton } from '../ui/Skeleton';
import styles from './HomePage.module.css';
import { type Item, navigation } from './navigation';

export default function HomePage() {
  const t = useT();
  const session = useSession();
  const text = useLocalized();
  const periods = useQuery({ ...periodsQuery, enabled: may(session, 'read period') });
  const now = periods.data && current(periods.data);
  const scored = periods.data && computed(periods.data)[0];
  const name = session.employee?.name ?? session.name;
  const own = scored &&
    session.employee &&
    may(session, 'read score') && { period: scored.name, employeeId: session.employee.id };
  return (
    <>
      <PageHead
        title={t('home.hello', { name })}
        lead={`${roleNames(t, session).join(t('list.separator'))} · ${text(session.hospital.name)}`}
      />
      <div className={styles.page}>
        <div className={styles.cards}>
          {own && <MyScore {...own} />}
          {now && <PeriodCard period={now} />}
        </div>
        <section aria-label={t('home.ways')}>
          <Ways
            ways={ways(
              t,
              navigation(session).filter((item) => !own || item.to !== '/my-score'),
            )}
          />
        </section>
      </div>
    </>
  );
}

function MyScore({ period, employeeId }: { period: string; employeeId: number }) {
  const t = useT();
  const query = useQuery(scoreQuery(period, employeeId));
  if (query.data) return <MyScoreCard explanation={query.data} />;
  if (query.error) return null; // no figures for me in this period; the page My score says why
  return (
    <Card title={t('nav.myScore')}>
      <Loaded query={query} skeleton={<Skeleton lines={3} />}>
        {() => null}
      </Loaded>
    </Card>
  );
}

const what = {
  '/my-score': 'home.myScore',
  '/ranking': 'home.ranking',
  '/periods': 'home.periods',
  '/codes': 'home.codes',
  '/ballot': 'home.ballot',
} as const;

function ways(t: Translate, items: Item[]): Way[] {
  const pages = items.flatMap(({ to, name, icon }): Way[] =>
    to === '/' ? [] : [{ to, name: t(name), what: t(what[to]), icon }],
  );
  return [...pages, { to: '/me', name: t('nav.me'), what: t('home.me'), icon: IconUserCircle }];
}
