import { expect, test } from 'vitest';
import type { Person, Plan, PlanItem } from '../../lib/field/types';
import { ahead, walk } from './walk';

const item = (employeeId: number, departmentId: number, seen: number, more: Partial<PlanItem> = {}): PlanItem => ({
  employeeId,
  departmentId,
  seen,
  need: 4,
  why: 'fewest',
  done: false,
  ...more,
});

const plan = (...items: PlanItem[]): Plan => ({
  asOf: '2026-11-22T01:00:00Z',
  day: '2026-11-22',
  items,
  coverage: { days: 90, need: 4, people: 10, covered: 4, debt: 12 },
  departments: [],
});

const roster = { employees: [1, 2, 3, 4, 5].map((id) => ({ id, name: `N${id}` }) as Person) };

const order = (p: Plan, waiting: number[] = []) =>
  walk(p, roster, new Set(waiting)).map((w) => [w.departmentId, w.open, ...w.stops.map((s) => s.person.id)]);

test('ward by ward, whoever was observed least first', () => {
  expect(order(plan(item(1, 7, 3), item(2, 8, 0), item(3, 7, 1), item(4, 8, 2)))).toEqual([
    [8, 2, 2, 4],
    [7, 2, 3, 1],
  ]);
});

test('among equals whoever was observed longest ago, or never', () => {
  expect(
    order(plan(item(1, 7, 1, { lastOn: '2026-11-10' }), item(2, 7, 1, { lastOn: '2026-10-02' }), item(3, 7, 1))),
  ).toEqual([[7, 3, 3, 2, 1]]);
});

test('who is done moves down, and a ward that is done goes last', () => {
  expect(
    order(plan(item(1, 7, 0, { done: true }), item(2, 8, 2), item(3, 8, 0, { done: true }), item(4, 8, 3))),
  ).toEqual([
    [8, 2, 2, 4, 3],
    [7, 0, 1],
  ]);
});

test('a check that still waits on this phone counts as done', () => {
  const wards = walk(plan(item(1, 7, 0), item(2, 7, 1)), roster, new Set([1]));
  expect(wards[0]?.stops.map((s) => s.state)).toEqual(['open', 'waits']);
  expect(ahead(wards).map((s) => s.person.id)).toEqual([2]);
});

test('who has left the roster since is not there', () => {
  expect(order(plan(item(99, 7, 0), item(1, 7, 1)))).toEqual([[7, 1, 1]]);
  expect(order(plan(item(99, 7, 0)))).toEqual([]);
});
