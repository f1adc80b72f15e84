import { useQuery } from '@tanstack/react-query';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { rankingQuery } from '../api/queries';
import { type Choice, Exports, RankingView } from '../features/ranking/RankingView';
import { useT } from '../i18n/setup';
import { useFormat } from '../lib/session';
import { Loaded } from '../ui/Loaded';
import { PageHead } from '../ui/PageHead';
import { Skeleton } from '../ui/Skeleton';
import { Allowed } from './Allowed';
import { PeriodPicker } from './PeriodPicker';
import type { RankingSearch } from './search';
import { WithPeriod } from './WithPeriod';

export default function RankingPage() {
  const t = useT();
  return (
    <Allowed title={t('ranking.title')} needs="read ranking">
      <WithPeriod title={t('ranking.title')} from="/ranking">
        {(period) => <OfPeriod period={period} />}
      </WithPeriod>
    </Allowed>
  );
}

function OfPeriod({ period }: { period: string }) {
  const t = useT();
  const format = useFormat();
  const query = useQuery(rankingQuery(period));
  const choice = useSearch({ from: '/ranking' });
  const navigate = useNavigate({ from: '/ranking' });
  const onChoose = (change: Choice) =>
    void navigate({ search: (before: RankingSearch) => ({ ...before, ...change }), replace: true, resetScroll: false });
  const ranking = query.data;
  return (
    <>
      <PageHead
        title={t('ranking.title')}
        lead={
          ranking &&
          t('ranking.lead', {
            month: format.month(period),
            time: format.dateTime(new Date(ranking.computedAt)),
            scheme: ranking.scheme.name,
            version: ranking.scheme.version,
          })
        }
      >
        <PeriodPicker period={period} onChange={(name) => void navigate({ search: { period: name } })} />
        <Exports period={period} />
      </PageHead>
      <Loaded query={query} skeleton={<Skeleton lines={14} height={28} />}>
        {(data) => <RankingView ranking={data} choice={choice} onChoose={onChoose} />}
      </Loaded>
    </>
  );
}
