import { expect, test } from 'vitest';
import { compare, normal } from './compare';

const figure = (score: number, half: number) => ({ score, low: score - half, high: score + half });

test.each([
  [0, 0.5],
  [1.959964, 0.975],
  [-1.644854, 0.05],
  [0.841621, 0.8],
])('normal(%d) is %d', (x, want) => expect(normal(x)).toBeCloseTo(want, 6));

test.each([
  ['far apart', figure(946000, 15000), figure(923000, 15000), 'ahead', 2.3],
  ['near', figure(936000, 16000), figure(925000, 18000), 'probably', 1.1],
  ['nearly the same', figure(921000, 14000), figure(919000, 13000), 'open', 0.2],
  ['the other way round', figure(923000, 15000), figure(946000, 15000), 'ahead', -2.3],
])('%s', (_, a, b, verdict, points) => {
  const c = compare(a, b);
  expect(c.verdict).toBe(verdict);
  expect(c.difference / 1e4).toBeCloseTo(points, 6);
  expect(c.probability + compare(b, a).probability).toBeCloseTo(1, 6);
});
