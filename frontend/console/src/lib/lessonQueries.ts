import { queryOptions } from '@tanstack/react-query';
import { answer, api } from '../api/client';

export const lessonQuery = (id: number) =>
  queryOptions({
    queryKey: ['training-sessions', id],
    queryFn: () => answer(api.GET('/api/v1/training-sessions/{id}', { params: { path: { id } } })),
  });

/** The sessions of today and later, the soonest first. */
export const comingQuery = (today: string) =>
  queryOptions({
    queryKey: ['training-sessions', 'coming', today],
    queryFn: () =>
      answer(
        api.GET('/api/v1/training-sessions', { params: { query: { from: today, order: 'soonest', limit: 100 } } }),
      ),
  });
