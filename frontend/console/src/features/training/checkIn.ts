import { queryOptions, useMutation } from '@tanstack/react-query';
import { answer, api } from '../../api/client';
import { queries } from '../../api/queries';
import type { Lesson } from '../../api/types';
import { hasCode } from '../../lib/lessons';
import { addDays } from '../../lib/zone';
import type { Seen } from './token';

/** The sessions whose code is taken now: those of today and, because one may go on after midnight, of yesterday. */
export const openQuery = (today: string) =>
  queryOptions({
    queryKey: ['training-sessions', 'open', today],
    queryFn: async () => {
      const query = { from: addDays(today, -1), to: today, order: 'soonest' as const, limit: 200 };
      const list = await answer(api.GET('/api/v1/training-sessions', { params: { query } }));
      return list.filter((s) => hasCode(s, Date.now()));
    },
  });

/** Whom to offer first: where somebody is enrolled. */
export const likely = (sessions: readonly Lesson[]) => sessions.find((s) => s.mine) ?? sessions[0];

const refresh = () => queries.invalidateQueries({ queryKey: ['training-sessions'] });

export const useCheckIn = () =>
  useMutation({
    mutationFn: ({ sessionId, code }: Seen) =>
      answer(
        api.POST('/api/v1/training-sessions/{id}/check-in', { params: { path: { id: sessionId } }, body: { code } }),
      ),
    networkMode: 'always',
    onSuccess: refresh,
  });

export const useCheckOut = () =>
  useMutation({
    mutationFn: ({ sessionId, code }: Seen) =>
      answer(
        api.POST('/api/v1/training-sessions/{id}/check-out', { params: { path: { id: sessionId } }, body: { code } }),
      ),
    networkMode: 'always',
    onSuccess: () => {
      void queries.invalidateQueries({ queryKey: ['hours'] });
      return refresh();
    },
  });
