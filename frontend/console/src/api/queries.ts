import { QueryCache, QueryClient, queryOptions } from '@tanstack/react-query';
import { answer, api, Trouble } from './client';

/** Tries again what may pass by itself: the server away or busy starting. What it refused, it will refuse again. */
const retry = (failures: number, error: Error) =>
  failures < 2 && (!(error instanceof Trouble) || error.status === 0 || error.status === 503);

export const queries: QueryClient = new QueryClient({
  queryCache: new QueryCache({
    onError: (error) => {
      // The session has ended: the gate shows the sign-in, and the page comes back after it.
      if (error instanceof Trouble && error.status === 401) queries.setQueryData(['session'], null);
    },
  }),
  defaultOptions: { queries: { staleTime: 30_000, retry, networkMode: 'offlineFirst' } },
});

export const sessionQuery = queryOptions({
  queryKey: ['session'],
  queryFn: async () => {
    try {
      return await answer(api.GET('/api/v1/session'));
    } catch (e) {
      if (e instanceof Trouble && e.status === 401) return null; // nobody is signed in
      throw e;
    }
  },
  staleTime: 5 * 60_000,
});

/** How people sign in here; asked before anybody has. */
export const signInOptionsQuery = queryOptions({
  queryKey: ['sign-in-options'],
  queryFn: () => answer(api.GET('/api/v1/sign-in-options')),
  staleTime: Infinity,
});

export const periodsQuery = queryOptions({
  queryKey: ['periods'],
  queryFn: () => answer(api.GET('/api/v1/periods')),
});

export const rankingQuery = (name: string) =>
  queryOptions({
    queryKey: ['periods', name, 'ranking'],
    queryFn: () => answer(api.GET('/api/v1/periods/{name}/ranking', { params: { path: { name } } })),
  });

export const scoreQuery = (name: string, employeeId: number) =>
  queryOptions({
    queryKey: ['periods', name, 'scores', employeeId],
    queryFn: () =>
      answer(api.GET('/api/v1/periods/{name}/scores/{employeeId}', { params: { path: { name, employeeId } } })),
  });
