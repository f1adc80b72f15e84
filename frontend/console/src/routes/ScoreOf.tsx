import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { Trouble } from '../api/client';
import { scoreQuery } from '../api/queries';
import { ScoreView } from '../features/score/ScoreView';
import { useT } from '../i18n/setup';
import { useFormat, useLocalized } from '../lib/session';
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

/** The score of somebody else. */
export function ScoreOf({ period, employeeId, children }: Props) {
  const t = useT();
  const format = useFormat();
  const text = useLocalized();
  const query = useQuery(scoreQuery(period, employeeId));
  const { employee, computedAt } = query.data ?? {};
  const none = query.error instanceof Trouble && query.error.status === 404;
  return (
    <>
      <PageHead
        title={employee?.name ?? t('score.title')}
        lead={
          employee &&
          `${text(employee.post)} · ${text(employee.department)} · ${employee.number} · ${format.month(period)}`
        }
        asOf={computedAt}
      >
        {children}
      </PageHead>
      <ClosedBanner period={period} />
      {none ? (
        <Notice tone="info">{t('score.none', { month: format.month(period) })}</Notice>
      ) : (
        <Loaded query={query} skeleton={<Skeleton lines={8} height={48} />}>
          {(data) => <ScoreView key={data.period} explanation={data} />}
        </Loaded>
      )}
    </>
  );
}
