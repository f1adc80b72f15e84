import { expect, test } from 'vitest';
import type { Component } from '../../api/types';
import { bins } from './evidence';

const ratings = (count: number, valueLow: number, valueHigh: number, share: number) => ({
  id: '',
  kind: 'rating',
  occurredOn: '2026-10',
  value: (valueLow + valueHigh) / 2,
  valueLow,
  valueHigh,
  count,
  share,
});
const finding = (en: string, value: number, share: number) => ({
  ...ratings(1, value, value, share),
  kind: 'finding',
  standard: { en },
});
const component = (evidence: Component['evidence'], figures: Partial<Component> = {}) =>
  ({ days: 31, effect: 1, points: 1, evidence, ...figures }) as Component;

test('ratings by answer, the best first', () => {
  expect(bins([component([ratings(7, 0, 50, -7), ratings(9, 100, 100, 5), ratings(6, 75, 75, -4)])])).toEqual([
    { key: '100-100', low: 100, high: 100, n: 9, mean: 100, points: 5, pieces: [] },
    { key: '75-75', low: 75, high: 75, n: 6, mean: 75, points: -4, pieces: [] },
    { key: '0-50', low: 0, high: 50, n: 7, mean: 25, points: -7, pieces: [] },
  ]);
});

test('findings by standard, what moves most first', () => {
  const got = bins([component([finding('Smile', 100, 1), finding('Badge', 0, -9), finding('Smile', 50, 2)])]);
  expect(got.map((b) => [b.standard?.en, b.n, b.mean, b.points])).toEqual([
    ['Badge', 1, 0, -9],
    ['Smile', 2, 75, 3],
  ]);
  expect(got.map((b) => b.pieces.map((p) => p.points))).toEqual([[-9], [1, 2]]);
});

test('the points of two posts are joined by days', () => {
  const first = component([ratings(5, 100, 100, 2_000_000)], { days: 10, effect: 2_000_000, points: 30_000 });
  const second = component([ratings(6, 100, 100, -500_000), ratings(8, 25, 50, -500_000)], {
    days: 20,
    effect: -1_000_000,
    points: -6_000,
  });
  const got = bins([first, second]);
  expect(got.map((b) => [b.low, b.high, b.n, Math.round(b.points)])).toEqual([
    [100, 100, 11, 8_000],
    [25, 50, 8, -2_000],
  ]);
});

test('no effect, no points', () => {
  expect(bins([component([ratings(5, 50, 50, 0)], { effect: 0, points: 0 })])[0]?.points).toBe(0);
});
