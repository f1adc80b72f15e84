import { queryOptions } from '@tanstack/react-query';
import { answer, api } from '../../api/client';

/** What a month that still runs, or is not signed yet, looks like so far. The server looks at it once a day. */
export const provisionalQuery = (name: string, employeeId: number) =>
  queryOptions({
    queryKey: ['periods', name, 'provisional', employeeId],
    queryFn: () =>
      answer(api.GET('/api/v1/periods/{name}/provisional/{employeeId}', { params: { path: { name, employeeId } } })),
    staleTime: 5 * 60_000,
  });
