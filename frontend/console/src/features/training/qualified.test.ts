import { expect, test } from 'vitest';
import type { Qualification } from '../../api/types';
import { daysUntil, sorted, tally } from './qualified';

const one = (kindId: number, state: string, validUntil?: string) =>
  ({ kindId, state, validUntil, postId: 1 }) as Qualification;

const list = [
  one(1, 'valid', '2027-05-01'),
  one(2, 'expiring', '2026-12-24'),
  one(3, 'missing'),
  one(4, 'expiring', '2026-12-03'),
  one(5, 'expired', '2026-11-01'),
  one(6, 'valid'), // for ever
  { ...one(3, 'missing'), postId: 2 }, // of a second post, too
];

test('what is lacking comes first, then what ends soonest, each once', () => {
  expect(sorted(list).map((q) => q.kindId)).toEqual([5, 3, 4, 2, 1, 6]);
  expect(tally(sorted(list))).toEqual({ lacking: 2, expiring: 2, valid: 2 });
});

test('days over a month, and to the day itself', () => {
  expect(daysUntil('2026-12-03', '2026-11-22')).toBe(11);
  expect(daysUntil('2026-11-22', '2026-11-22')).toBe(0);
});
