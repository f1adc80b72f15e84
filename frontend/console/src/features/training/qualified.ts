import type { Qualification } from '../../api/types';

const order = ['expired', 'missing', 'expiring', 'valid'];

/** What somebody's posts require, once each: what is lacking first, then what ends soonest. */
export function sorted(list: readonly Qualification[]): Qualification[] {
  const once = new Map<string, Qualification>();
  for (const q of list) once.set([q.kindId, q.courseId, q.assessmentId].join(), q);
  return [...once.values()].sort(
    (a, b) =>
      order.indexOf(a.state) - order.indexOf(b.state) || (a.validUntil ?? '9').localeCompare(b.validUntil ?? '9'),
  );
}

/** How many are lacking, how many end soon, how many hold. */
export function tally(list: readonly Qualification[]) {
  const n = (...states: string[]) => list.filter((q) => states.includes(q.state)).length;
  return { lacking: n('expired', 'missing'), expiring: n('expiring'), valid: n('valid') };
}

/** Whole days from one day to another. */
export const daysUntil = (day: string, today: string) =>
  Math.round((Date.parse(`${day}T00:00:00Z`) - Date.parse(`${today}T00:00:00Z`)) / 864e5);
