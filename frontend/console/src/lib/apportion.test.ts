import { expect, test } from 'vitest';
import { apportion } from './apportion';

const sum = (values: number[]) => values.reduce((a, b) => a + b, 0);

test.each([
  ['thirds', [3333, 3333, 3334], [3000, 3000, 4000]],
  ['minus and plus', [700000, 12500, -4600, -2300], [700000, 13000, -5000, -2000]],
  ['nothing', [], []],
])('%s', (_, values, want) => expect(apportion(values, 1000)).toEqual(want));

test('the lines on the screen sum to the total on the screen, and none is off by a whole unit', () => {
  let seed = 7;
  const next = () => {
    seed = (seed * 48271) % 2147483647;
    return (seed % 200001) - 100000;
  };
  for (let round = 0; round < 500; round++) {
    const values = Array.from({ length: 1 + (round % 9) }, next);
    const got = apportion(values, 1000);
    expect(sum(got)).toBe(Math.round(sum(values) / 1000) * 1000);
    got.forEach((g, i) => {
      expect(Math.abs(g - (values[i] ?? 0))).toBeLessThan(1000);
    });
  }
});
