import { queryOptions } from '@tanstack/react-query';
import { answer, api } from '../api/client';

/** A stored check with all that was noted and measured. */
export const spotCheckQuery = (id: number) =>
  queryOptions({
    queryKey: ['spot-check', id],
    queryFn: () => answer(api.GET('/api/v1/spot-checks/{id}', { params: { path: { id } } })),
  });
