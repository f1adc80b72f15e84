import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { Trouble } from '../api/client';
import { periodsQuery, scoreQuery } from '../api/queries';
import { Hours } from '../features/mine/Hours';
import { PapersCard } from '../features/mine/PapersCard';
import { Words } from '../features/mine/Words';
import { PraiseCard } from '../features/recognition/PraiseCard';
import { Change } from '../features/score/Change';
import { changeSince } from '../features/score/change';
import { Gates } from '../features/score/Gates';
import { provisionalQuery } from '../features/score/queries';
import { ScoreView } from '../features/score/ScoreView';
import { SoFar } from '../features/score/SoFar';
import { useT } from '../i18n/setup';
import { before, lastDay, running } from '../lib/periods';
import { useFormat } from '../lib/session';
import { Loaded } from '../ui/Loaded';
import { Notice } from '../ui/Notice';
import { PageHead } from '../ui/PageHead';
import { Skeleton } from '../ui/Skeleton';
import { ClosedBanner } from './ClosedBanner';

interface Props {
  period: string;
  employeeId: number;
  children: ReactNode; // controls
}

/** My score, and all that belongs to it. What fails to load fails alone. */
export function MyScore({ period, employeeId, children }: Props) {
  const t = useT();
  const format = useFormat();
  const query = useQuery(scoreQuery(period, employeeId));
  const { data: periods = [] } = useQuery(periodsQuery);
  const status = periods.find((p) => p.name === period)?.status;
  const none = query.error instanceof Trouble && query.error.status === 404;
  const others = <Others employeeId={employeeId} />;
  return (
    <>
      <PageHead beside title={t('nav.myScore')}>
        {children}
      </PageHead>
      <ClosedBanner period={period} />
      {none ? (
        <Notice tone="info">{t('score.none', { month: format.month(period) })}</Notice>
      ) : (
        <Loaded query={query} skeleton={<Skeleton lines={8} height={48} />}>
          {(data) => (
            <ScoreView
              key={data.period}
              explanation={data}
              mine
              status={status}
              change={<Since period={period} employeeId={employeeId} />}
              gates={<Ahead period={period} employeeId={employeeId} />}
              beside={<SoFarOf period={period} employeeId={employeeId} />}
              below={others}
            />
          )}
        </Loaded>
      )}
    </>
  );
}

type Of = Omit<Props, 'children'>;

/** The change since the month before, if both are shown. */
function Since({ period, employeeId }: Of) {
  const { data: periods = [] } = useQuery(periodsQuery);
  const since = before(periods, period)?.name;
  const { data: then } = useQuery({
    ...scoreQuery(since ?? '', employeeId),
    enabled: since !== undefined,
    retry: false,
  });
  const { data: now } = useQuery(scoreQuery(period, employeeId));
  const change = now && changeSince(then, now);
  return change && since && then ? <Change since={since} score={then.score ?? 0} change={change} /> : null;
}

/** The month that runs, for the page of another one. */
function useRunning({ period, employeeId }: Of) {
  const { data: periods = [] } = useQuery(periodsQuery);
  const now = running(periods);
  const { data } = useQuery({
    ...provisionalQuery(now?.name ?? '', employeeId),
    enabled: now !== undefined && now.name !== period,
    retry: false, // that there is none yet is no trouble
  });
  return { now, soFar: now && now.name !== period ? data : undefined };
}

function SoFarOf(of: Of) {
  const { soFar } = useRunning(of);
  return soFar ? <SoFar of={soFar} /> : null;
}

/** What a star needs: in the month that runs, where something can still be done about it. */
function Ahead(of: Of) {
  const { now, soFar } = useRunning(of);
  const { data: periods = [] } = useQuery(periodsQuery);
  const { data } = useQuery(scoreQuery(of.period, of.employeeId));
  if (now && soFar?.shown) return <Gates gates={soFar.gates ?? []} month={now.name} until={lastDay(now)} />;
  const shown = periods.find((p) => p.name === of.period);
  return (
    <Gates
      gates={data?.gates ?? []}
      month={of.period}
      {...(shown?.status === 'running' && { until: lastDay(shown) })}
    />
  );
}

function Others({ employeeId }: { employeeId: number }) {
  return (
    <>
      <Words />
      <PraiseCard />
      <Hours employeeId={employeeId} />
      <PapersCard employeeId={employeeId} />
    </>
  );
}
