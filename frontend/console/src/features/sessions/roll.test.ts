import { expect, test } from 'vitest';
import type { Present } from '../../api/types';
import { count, lines, shown } from './roll';

const one = (employeeId: number, rest: Partial<Present>): Present => ({
  employeeId,
  number: `N${employeeId}`,
  name: `P${employeeId}`,
  enrolled: true,
  waiting: false,
  minutes: 0,
  ...rest,
});

const roll = [
  one(1, {}),
  one(2, { waiting: true }),
  one(3, { cameAt: '2026-11-22T05:10:00Z', cameBy: 'qr' }),
  one(4, { cameAt: '2026-11-22T05:00:00Z', cameBy: 'trainer', enrolled: false }),
  one(5, { minutes: 90 }), // credited, and not noted before
  one(6, { waiting: true, cameAt: '2026-11-22T05:20:00Z' }), // waited, and came
];

test('who came first, then who is expected, then who waits', () => {
  expect(lines(roll, 'all').map((p) => p.employeeId)).toEqual([5, 4, 3, 6, 1, 2]);
});

test('everybody is in exactly one of there, missing and waiting', () => {
  expect(shown.slice(1).map((which) => count(roll, which))).toEqual([4, 1, 1]);
  expect(count(roll, 'all')).toBe(6);
});
