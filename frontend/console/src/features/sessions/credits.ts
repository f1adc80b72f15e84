import type { Lesson, Present } from '../../api/types';
import { minutesOf } from '../../lib/lessons';

export interface Line {
  employeeId: number;
  number: string;
  name: string;
  minutes: number; // what their check-in tells
}

/** Whom a trainer can credit with hours of a session: who came and has none yet, but never themselves. */
export function owing(session: Lesson, roll: readonly Present[], self: number): Line[] {
  return roll
    .filter((p) => p.cameAt !== undefined && p.minutes === 0 && p.employeeId !== self)
    .map((p) => ({
      employeeId: p.employeeId,
      number: p.number,
      name: p.name,
      minutes: minutesOf(session, p.cameAt, p.leftAt),
    }));
}

/** How many get all of a session, and how many a part of it. */
export function sum(session: Pick<Lesson, 'minutes'>, minutes: readonly number[]) {
  const all = minutes.filter((n) => n >= session.minutes).length;
  return { all, part: minutes.length - all, total: minutes.reduce((a, b) => a + b, 0) };
}
