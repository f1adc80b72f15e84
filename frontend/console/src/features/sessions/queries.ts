import { infiniteQueryOptions, queryOptions, useMutation } from '@tanstack/react-query';
import { answer, api } from '../../api/client';
import { queries } from '../../api/queries';
import type { Lesson } from '../../api/types';

/** How many sessions of the past come at once. */
const page = 20;

/** The sessions before today, the latest first. */
export const pastQuery = (yesterday: string, trainerId: number) =>
  infiniteQueryOptions({
    queryKey: ['training-sessions', 'past', yesterday, trainerId],
    initialPageParam: 0,
    queryFn: ({ pageParam }) =>
      answer(
        api.GET('/api/v1/training-sessions', {
          params: {
            query: {
              to: yesterday,
              order: 'latest',
              limit: page,
              ...(trainerId > 0 && { trainerId }),
              ...(pageParam > 0 && { before: pageParam }),
            },
          },
        }),
      ),
    getNextPageParam: (last) => (last.length < page ? undefined : last[last.length - 1]?.id),
  });

/** Everybody who is expected at a session, has come or was credited: large ones come in several pages. */
export const rollQuery = (id: number) =>
  queryOptions({
    queryKey: ['training-sessions', id, 'roll'],
    queryFn: async () => {
      const limit = 200;
      const all = [];
      for (let after = 0; ; ) {
        const next = await answer(
          api.GET('/api/v1/training-sessions/{id}/attendance', { params: { path: { id }, query: { after, limit } } }),
        );
        all.push(...next);
        if (next.length < limit) return all;
        after = next[next.length - 1]?.employeeId ?? 0;
      }
    },
  });

export const coursesQuery = (retired = false) =>
  queryOptions({
    queryKey: ['courses', retired],
    queryFn: () => answer(api.GET('/api/v1/courses', { params: { query: { retired } } })),
  });

/** The people whose name or number hold the words. */
export const peopleQuery = (search: string, on: string) =>
  queryOptions({
    queryKey: ['employees', 'search', search, on],
    queryFn: () => answer(api.GET('/api/v1/employees', { params: { query: { search, on, limit: 8 } } })),
    enabled: search.trim() !== '',
  });

/** Asks again for the sessions on screen. */
export const refresh = () => queries.invalidateQueries({ queryKey: ['training-sessions'] });

export interface Plan {
  courseId: number;
  kind: 'lesson' | 'case-sharing' | 'case-review';
  trainerId: number;
  place: string;
  capacity: number;
  startsAt: string;
  endsAt: string;
}

/** Plans a session, or changes one that has yet to start. */
export const useSave = (session?: Lesson) =>
  useMutation({
    mutationFn: async ({ courseId, kind, ...rest }: Plan) => {
      if (!session) {
        await answer(api.POST('/api/v1/training-sessions', { body: { courseId, kind, ...rest } }));
        return;
      }
      const { id } = session;
      await answer(api.PUT('/api/v1/training-sessions/{id}', { params: { path: { id } }, body: rest }));
    },
    onSuccess: refresh,
  });

export const useCancel = (id: number) =>
  useMutation({
    mutationFn: (body: { reason: string; days: 'this' | 'all' }) =>
      answer(api.POST('/api/v1/training-sessions/{id}/cancel', { params: { path: { id } }, body })),
    onSuccess: refresh,
  });

/** At most as many as the server takes at once. */
const atOnce = 200;

export interface ToCredit {
  employeeId: number;
  minutes: number; // 0: what their check-in tells
  note: string;
}

/** Credits the hours of those who were there. */
export const useCredit = (id: number) =>
  useMutation({
    mutationFn: async (credits: ToCredit[]) => {
      const stored = [];
      for (let i = 0; i < credits.length; i += atOnce) {
        const body = { credits: credits.slice(i, i + atOnce) };
        const some = await answer(
          api.POST('/api/v1/training-sessions/{id}/credits', { params: { path: { id } }, body }),
        );
        stored.push(...some);
      }
      return stored;
    },
    onSettled: refresh,
  });
