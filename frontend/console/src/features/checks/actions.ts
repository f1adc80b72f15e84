import { infiniteQueryOptions, queryOptions, useMutation } from '@tanstack/react-query';
import { answer, api } from '../../api/client';
import { queries } from '../../api/queries';
import { spotCheckQuery } from '../../lib/spotCheckQuery';

/** How many checks come at once. */
const page = 20;

/** The stored checks that the reader may see, the latest first; by one observer if there is one. */
export const checksQuery = (observerId?: number) =>
  infiniteQueryOptions({
    queryKey: ['spot-checks', observerId ?? 0],
    initialPageParam: 0,
    queryFn: ({ pageParam }) =>
      answer(
        api.GET('/api/v1/spot-checks', {
          params: {
            query: { limit: page, ...(observerId && { observerId }), ...(pageParam > 0 && { after: pageParam }) },
          },
        }),
      ),
    getNextPageParam: (last) => last.next,
  });

/** The thanks that an observer gave somebody, the latest first. */
export const thanksQuery = (fromId: number, employeeId: number) =>
  queryOptions({
    queryKey: ['recognitions', fromId, employeeId],
    queryFn: () => answer(api.GET('/api/v1/recognitions', { params: { query: { fromId, employeeId, limit: 50 } } })),
  });

/** Takes a check out of the evidence. */
export function useVoid(id: number) {
  return useMutation({
    mutationFn: (reason: string) =>
      answer(api.POST('/api/v1/spot-checks/{id}/void', { params: { path: { id } }, body: { reason } })),
    onSuccess: async (check) => {
      queries.setQueryData(spotCheckQuery(id).queryKey, check);
      await queries.invalidateQueries({ queryKey: ['spot-checks'] });
    },
  });
}
