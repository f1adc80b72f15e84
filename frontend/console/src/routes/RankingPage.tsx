import { useQuery } from '@tanstack/react-query';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { rankingQuery } from '../api/queries';
import type { Ranking } from '../api/types';
import { type Choice, RankingView } from '../features/ranking/RankingView';
import { useLanguage, useT } from '../i18n/setup';
import { useHotkeys } from '../lib/hotkeys';
import { may, useFormat, useSession } from '../lib/session';
import { Chip } from '../ui/Chip';
import { ExportLinks, exportAddress } from '../ui/ExportLinks';
import { Loaded } from '../ui/Loaded';
import { PageHead } from '../ui/PageHead';
import { Skeleton } from '../ui/Skeleton';
import { Allowed } from './Allowed';
import { ClosedBanner } from './ClosedBanner';
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
  const query = useQuery(rankingQuery(period));
  const choice = useSearch({ from: '/ranking' });
  const navigate = useNavigate({ from: '/ranking' });
  const onChoose = (change: Choice) =>
    void navigate({ search: (before: RankingSearch) => ({ ...before, ...change }), replace: true, resetScroll: false });
  const ranking = query.data;
  const language = useLanguage();
  const exports = may(useSession(), 'export score');
  useHotkeys({ e: () => exports && location.assign(exportAddress(period, 'xlsx', language)) });
  return (
    <>
      <PageHead title={t('ranking.title')} lead={ranking && <Lead ranking={ranking} />} asOf={ranking?.computedAt}>
        <PeriodPicker period={period} onChange={(name) => void navigate({ search: { period: name } })} />
        <ExportLinks period={{ name: period, computedAt: ranking?.computedAt }} look="main" />
      </PageHead>
      <ClosedBanner period={period} />
      <Loaded query={query} skeleton={<Skeleton lines={14} height={28} />}>
        {(data) => <RankingView ranking={data} choice={choice} onChoose={onChoose} />}
      </Loaded>
    </>
  );
}

function Lead({ ranking }: { ranking: Ranking }) {
  const t = useT();
  const format = useFormat();
  return (
    <>
      {t('ranking.lead', {
        month: format.month(ranking.period),
        scheme: ranking.scheme.name,
        version: ranking.scheme.version,
      })}{' '}
      {ranking.status === 'running' && <Chip tone="warn">{t('period.provisional')}</Chip>}
    </>
  );
}
