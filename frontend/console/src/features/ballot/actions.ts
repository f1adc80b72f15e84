import { queryOptions, useMutation } from '@tanstack/react-query';
import { answer, api } from '../../api/client';
import { queries } from '../../api/queries';

export type Decision = 'released' | 'rejected';

/** Votes that were set aside: those that wait for a decision, or those that had one. */
export const incidentsQuery = (decided: boolean) =>
  queryOptions({
    queryKey: ['ballot', decided],
    queryFn: () => answer(api.GET('/api/v1/ballot/incidents', { params: { query: { decided, limit: 100 } } })),
  });

/** Decides about an incident as it was seen. */
export function useDecide() {
  return useMutation({
    mutationFn: (body: { key: string; upTo: number; decision: Decision; note: string }) =>
      answer(api.POST('/api/v1/ballot/decide', { body })),
    onSuccess: () => queries.invalidateQueries({ queryKey: ['ballot'] }),
  });
}

/** Looks for votes that stand out, now instead of within ten minutes. */
export function useDetect() {
  return useMutation({
    mutationFn: () => answer(api.POST('/api/v1/ballot/detect')),
    onSuccess: () => queries.invalidateQueries({ queryKey: ['ballot'] }),
  });
}
