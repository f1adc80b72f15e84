import type { Present } from '../../api/types';

export const shown = ['all', 'there', 'missing', 'waiting'] as const;

export type Shown = (typeof shown)[number];

const is: Record<Shown, (p: Present) => boolean> = {
  all: () => true,
  there: (p) => p.cameAt !== undefined || p.minutes > 0,
  missing: (p) => p.enrolled && !p.waiting && p.cameAt === undefined && p.minutes === 0,
  waiting: (p) => p.waiting && p.cameAt === undefined,
};

/** The lines of a roll: who came first, at last who waits for a place. */
export function lines(roll: readonly Present[], which: Shown): Present[] {
  const rank = (p: Present) => (is.there(p) ? 0 : p.waiting ? 2 : 1);
  return roll
    .filter(is[which])
    .sort(
      (a, b) =>
        rank(a) - rank(b) ||
        (a.cameAt ?? '').localeCompare(b.cameAt ?? '') ||
        a.number.localeCompare(b.number) ||
        a.employeeId - b.employeeId,
    );
}

export const count = (roll: readonly Present[], which: Shown) => roll.filter(is[which]).length;
