import { expect, test } from 'vitest';
import type { Lesson, Present } from '../../api/types';
import { owing, sum } from './credits';

const session = { startsAt: '2026-11-22T05:00:00Z', endsAt: '2026-11-22T06:30:00Z', minutes: 90 } as Lesson;
const came = (employeeId: number, cameAt?: string, rest: Partial<Present> = {}) =>
  ({ employeeId, number: `N${employeeId}`, name: `P${employeeId}`, cameAt, minutes: 0, ...rest }) as Present;

test('who came and has no hours yet, never the trainer, with what the check-in tells', () => {
  const roll = [
    came(1, '2026-11-22T05:05:00Z'),
    came(2, '2026-11-22T05:30:00Z'),
    came(3), // did not come
    came(4, '2026-11-22T05:00:00Z', { minutes: 90 }), // has them
    came(5, '2026-11-22T05:00:00Z', { leftAt: '2026-11-22T05:40:00Z' }),
    came(9, '2026-11-22T05:00:00Z'),
  ];
  const lines = owing(session, roll, 9);
  expect(lines.map((l) => [l.employeeId, l.minutes])).toEqual([
    [1, 90],
    [2, 60],
    [5, 40],
  ]);
  expect(
    sum(
      session,
      lines.map((l) => l.minutes),
    ),
  ).toEqual({ all: 1, part: 2, total: 190 });
});

test('nobody', () =>
  expect(
    sum(
      session,
      owing(session, [], 9).map((l) => l.minutes),
    ),
  ).toEqual({ all: 0, part: 0, total: 0 }));
