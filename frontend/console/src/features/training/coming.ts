import type { Lesson, Qualification } from '../../api/types';

/** The courses that one's post requires and that one has not had. */
export const needed = (list: readonly Qualification[]): ReadonlySet<number> =>
  new Set(list.flatMap((q) => (q.courseId && q.state === 'missing' ? [q.courseId] : [])));

/**
 * The sessions somebody goes to, and those they can go to: neither over nor held by themselves, of several days the
 * first, and those of courses they need before the others.
 */
export function offered(list: readonly Lesson[], self: number, want: ReadonlySet<number>, now: number) {
  const ahead = list.filter((s) => Date.parse(s.endsAt) > now && !s.firstId);
  return {
    mine: ahead.filter((s) => s.mine),
    others: ahead
      .filter((s) => !s.mine && !s.cancelledAt && s.trainerId !== self)
      .sort((a, b) => Number(want.has(b.courseId)) - Number(want.has(a.courseId))),
  };
}
