import type { UseQueryResult } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { Trouble } from '../api/client';
import { useT } from '../i18n/setup';
import { Failure } from './Failure';

interface Props<T> {
  query: UseQueryResult<T>;
  skeleton: ReactNode;
  children: (data: T) => ReactNode;
}

/** Shows a query's data, and keeps showing it while newer data is on its way or fails to come. */
export function Loaded<T>({ query, skeleton, children }: Props<T>) {
  const t = useT();
  if (query.data !== undefined) {
    return (
      <>
        {query.isRefetchError && query.error && <Failure error={query.error} retry={() => void query.refetch()} />}
        {children(query.data)}
      </>
    );
  }
  // Without a network the next try waits for one, and there is no error yet: nothing is on its way.
  const error = query.error ?? (query.isPaused ? new Trouble(0, '') : null);
  if (error) return <Failure error={error} retry={() => void query.refetch()} />;
  return (
    <div aria-busy="true">
      <span className="visually-hidden" role="status">
        {t('state.loading')}
      </span>
      {skeleton}
    </div>
  );
}
