import { expect, test } from 'vitest';
import { ahead, freshness, nextLook, secondsLeft, share } from './code';

const shown = { typed: 'ABCDEFGH', picture: '', changesAt: 100_000 };

test.each([
  [71_000, 'fresh', 29, 0.967],
  [99_001, 'fresh', 1, 0.033],
  [101_000, 'fresh', 29, 0], // the next one is on its way
  [102_000, 'late', 28, 0],
  [129_999, 'late', 1, 0],
  [130_000, 'stale', 0, 0],
  [500_000, 'stale', 0, 0],
])('at %d it is %s, with %d seconds', (now, want, seconds, left) => {
  expect(freshness(shown, now)).toBe(want);
  expect(secondsLeft(shown, now)).toBe(seconds);
  expect(share(shown, now)).toBeCloseTo(left, 2);
});

test('it is asked for when it changes, and again and again while nothing comes', () => {
  expect(nextLook(shown, false, 90_000)).toBe(10_250);
  expect(nextLook(shown, false, 100_100)).toBe(400);
  expect(nextLook(shown, true, 90_000)).toBe(2_000);
  expect(nextLook(undefined, false, 0)).toBe(2_000);
});

test('a clock that is wrong', () => {
  const date = 'Sun, 22 Nov 2026 05:00:10 GMT';
  const true_ = Date.parse(date) + 500;
  expect(ahead(date, true_ - 100, true_ + 100)).toBe(0);
  expect(ahead(date, true_ + 300_000, true_ + 300_000)).toBe(300_000);
  expect(ahead(null, 0, 0)).toBe(0);
});
