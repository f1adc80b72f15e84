import { useQuery } from '@tanstack/react-query';
import { Link, useSearch } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { periodsQuery } from '../api/queries';
import { useT } from '../i18n/setup';
import { computed, settled } from '../lib/periods';
import { may, useSession } from '../lib/session';
import { Loaded } from '../ui/Loaded';
import { Notice } from '../ui/Notice';
import { PageHead } from '../ui/PageHead';
import { Skeleton } from '../ui/Skeleton';

interface Props {
  title: string;
  from: '/ranking' | '/my-score' | '/scores/$employeeId';
  settled?: boolean; // of a month that is over, if there is one
  children: (period: string) => ReactNode;
}

/** Chooses the period of a page: the one in the address, else the latest with figures. */
export function WithPeriod({ title, from, settled: over, children }: Props) {
  const t = useT();
  const { period } = useSearch({ from });
  const session = useSession();
  const query = useQuery(periodsQuery);
  const latest = query.data && (over ? settled(query.data) : computed(query.data)[0])?.name;
  const name = period ?? latest;
  if (name) return children(name);
  return (
    <>
      <PageHead title={title} />
      <Loaded query={query} skeleton={<Skeleton lines={8} height={28} />}>
        {() => (
          <Notice tone="info">
            <p>{t('period.noneComputed')}</p>
            {may(session, 'compute period') && <Link to="/periods">{t('home.settle')}</Link>}
          </Notice>
        )}
      </Loaded>
    </>
  );
}
