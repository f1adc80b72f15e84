import { expect, test } from 'vitest';
import { begin, choose, left, open } from './answers';

test('answers go on where they were left', () => {
  expect(begin([[1]], 3)).toEqual([[1], [], []]);
  expect(open(begin([[1]], 3))).toBe(2);
});

test('one answer replaces another, several stand side by side', () => {
  const none = begin([], 2);
  expect(choose(choose(none, 0, 2, false), 0, 1, false)).toEqual([[1], []]);
  const both = choose(choose(none, 1, 3, true), 1, 0, true);
  expect(both).toEqual([[], [0, 3]]);
  expect(choose(both, 1, 3, true)).toEqual([[], [0]]);
});

test.each([
  ['2026-11-22T05:10:00Z', '10:00'],
  ['2026-11-22T05:00:59Z', '0:59'],
  ['2026-11-22T04:00:00Z', '0:00'],
])('until %s', (end, want) => expect(left(end, Date.parse('2026-11-22T05:00:00Z'))).toBe(want));
