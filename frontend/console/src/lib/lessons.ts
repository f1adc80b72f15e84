import type { Lesson } from '../api/types';

/** How long before a session its doors open, and after it they close. */
export const doors = 60 * 60_000;

/** How much later than it starts, or earlier than it ends, somebody may come or go and have all of a session. */
const leeway = 10 * 60_000;

/** Where a session is in its life: its code is taken while it is open, and to check out while it closes. */
export type Phase = 'cancelled' | 'ahead' | 'open' | 'closing' | 'over';

type Times = Pick<Lesson, 'startsAt' | 'endsAt'>;

export function phase(s: Times & Pick<Lesson, 'cancelledAt'>, now: number): Phase {
  if (s.cancelledAt) return 'cancelled';
  if (now < Date.parse(s.startsAt) - doors) return 'ahead';
  if (now < Date.parse(s.endsAt)) return 'open';
  return now <= Date.parse(s.endsAt) + doors ? 'closing' : 'over';
}

/** Whether a session's code is shown and taken. */
export const hasCode = (s: Times & Pick<Lesson, 'cancelledAt'>, now: number) =>
  ['open', 'closing'].includes(phase(s, now));

/** How many minutes of a session whoever came then, and left then, is credited with: what the server reckons, too. */
export function minutesOf(s: Times & Pick<Lesson, 'minutes'>, came?: string, left?: string): number {
  let from = Date.parse(s.startsAt);
  let to = Date.parse(s.endsAt);
  if (came && Date.parse(came) > from + leeway) from = Date.parse(came);
  if (left && Date.parse(left) < to - leeway) to = Date.parse(left);
  return Math.min(s.minutes, Math.max(0, Math.floor((to - from) / 60_000)));
}
