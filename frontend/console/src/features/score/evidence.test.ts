import { expect, test } from 'vitest';
import type { Component } from '../../api/types';
import { bins } from './evidence';

const rating = (value: number, share: number) => ({ id: '', kind: 'rating', occurredOn: '2026-10', value, share });
const finding = (en: string, value: number, share: number) => ({
  ...rating(value, share),
  kind: 'finding',
  standard: { en },
});
const component = (evidence: Component['evidence'], figures: Partial<Component> = {}) =>
  ({ days: 31, effect: 1, points: 1, evidence, ...figures }) as Component;

test('ratings by answer, the best first', () => {
  expect(bins([component([rating(75, -3), rating(100, 5), rating(75, -4)])])).toEqual([
    { key: '100', value: 100, n: 1, mean: 100, points: 5 },
    { key: '75', value: 75, n: 2, mean: 75, points: -7 },
  ]);
});

test('findings by standard, what moves most first', () => {
  const got = bins([component([finding('Smile', 100, 1), finding('Badge', 0, -9), finding('Smile', 50, 2)])]);
  expect(got.map((b) => [b.standard?.en, b.n, b.mean, b.points])).toEqual([
    ['Badge', 1, 0, -9],
    ['Smile', 2, 75, 3],
  ]);
});

test('the points of two posts are joined by days', () => {
  const first = component([rating(100, 2_000_000)], { days: 10, effect: 2_000_000, points: 30_000 });
  const second = component([rating(100, -500_000), rating(50, -500_000)], {
    days: 20,
    effect: -1_000_000,
    points: -6_000,
  });
  const got = bins([first, second]);
  expect(got.map((b) => [b.value, b.n, Math.round(b.points)])).toEqual([
    [100, 2, 8_000],
    [50, 1, -2_000],
  ]);
});

test('no effect, no points', () => {
  expect(bins([component([rating(50, 0)], { effect: 0, points: 0 })])[0]?.points).toBe(0);
});
