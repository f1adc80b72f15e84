import { infiniteQueryOptions, queryOptions, useMutation } from '@tanstack/react-query';
import { answer, api } from '../../api/client';
import { queries } from '../../api/queries';

/** How many codes come at once. */
const page = 200;

export const departmentsQuery = queryOptions({
  queryKey: ['departments'],
  queryFn: () => answer(api.GET('/api/v1/departments')),
});

/** The codes that hold, of a department or, with 0, of all within reach. */
export const codesQuery = (departmentId: number) =>
  infiniteQueryOptions({
    queryKey: ['touchpoints', departmentId],
    initialPageParam: 0,
    queryFn: ({ pageParam }) =>
      answer(
        api.GET('/api/v1/touchpoints', {
          params: {
            query: {
              limit: page,
              ...(departmentId > 0 && { departmentId }),
              ...(pageParam > 0 && { after: pageParam }),
            },
          },
        }),
      ),
    getNextPageParam: (last) => (last.length < page ? undefined : last[last.length - 1]?.id),
  });

const refresh = () => queries.invalidateQueries({ queryKey: ['touchpoints'] });

/** Gives a badge to everybody of a department who has none. */
export function useIssue(departmentId: number) {
  return useMutation({
    mutationFn: () => answer(api.POST('/api/v1/touchpoints/issue-badges', { body: { departmentId } })),
    onSuccess: refresh,
  });
}

/** Replaces a code by another. */
export function useReissue() {
  return useMutation({
    mutationFn: (touchpoint: number) =>
      answer(api.POST('/api/v1/touchpoints/{touchpoint}/reissue', { params: { path: { touchpoint } } })),
    onSuccess: refresh,
  });
}

/** Withdraws codes. */
export function useRevoke() {
  return useMutation({
    mutationFn: (body: { ids: number[]; reason: string }) => answer(api.POST('/api/v1/touchpoints/revoke', { body })),
    onSuccess: refresh,
  });
}
