import { expect, test } from 'vitest';
import type { Lesson, Qualification } from '../../api/types';
import { needed, offered } from './coming';

const now = Date.parse('2026-11-22T05:00:00Z');
const one = (id: number, rest: Partial<Lesson> = {}) =>
  ({
    id,
    courseId: id,
    trainerId: 1,
    startsAt: '2026-11-23T05:00:00Z',
    endsAt: '2026-11-23T06:00:00Z',
    ...rest,
  }) as Lesson;

test('what somebody goes to, then what they need, then the others', () => {
  const list = [
    one(1),
    one(2),
    one(3, { mine: 'waiting' }),
    one(4, { mine: 'enrolled', cancelledAt: '2026-11-21T00:00:00Z' }), // they have to know
    one(5, { cancelledAt: '2026-11-21T00:00:00Z' }),
    one(6, { trainerId: 9 }), // held by themselves
    one(7, { firstId: 2 }), // the second day of another
    one(8, { startsAt: '2026-11-22T03:00:00Z', endsAt: '2026-11-22T05:00:00Z' }), // over
  ];
  const { mine, others } = offered(list, 9, new Set([2]), now);
  expect(mine.map((s) => s.id)).toEqual([3, 4]);
  expect(others.map((s) => s.id)).toEqual([2, 1]);
});

test('only a course that is missing is needed', () => {
  const list = [
    { courseId: 1, state: 'missing' },
    { courseId: 2, state: 'valid' },
    { kindId: 3, state: 'missing' },
  ] as Qualification[];
  expect([...needed(list)]).toEqual([1]);
});
