import { type Query, type QueryClient, useQueryClient } from '@tanstack/react-query';
import { useCallback, useSyncExternalStore } from 'react';

/** What is older than this is said to be. */
export const oldAfter = 10 * 60_000;

/** Whether a page shows what a query brings: who is signed in is around every page, and of no age. */
const isShown = (query: Query) =>
  query.isActive() && query.state.data !== undefined && query.queryKey[0] !== 'session' && query.meta?.ageless !== true;

/** When the oldest data on screen came, in milliseconds; 0: there are none. */
export const oldest = (client: QueryClient) =>
  client
    .getQueryCache()
    .findAll({ predicate: isShown })
    .reduce((least, query) => Math.min(least || Number.POSITIVE_INFINITY, query.state.dataUpdatedAt), 0);

/** When the oldest data on screen came, as it changes. */
export function useOldest(): number {
  const client = useQueryClient();
  const subscribe = useCallback((changed: () => void) => client.getQueryCache().subscribe(changed), [client]);
  return useSyncExternalStore(subscribe, () => oldest(client));
}
