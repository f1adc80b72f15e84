import { expect, test } from 'vitest';
import type { Period } from '../api/types';
import { before, computed, current, lastDay, nextMonth, running, settled } from './periods';

const period = (name: string, status: string, computedAt?: string) => ({ name, status, computedAt }) as Period;
const periods = [
  period('2026-09', 'closed', '2026-10-02T00:00:00Z'),
  period('2026-11', 'running'),
  period('2026-10', 'computed', '2026-11-02T00:00:00Z'),
  period('2026-12', 'announced'),
];
const today = new Date('2026-11-22T10:00:00Z');

test('figures, the latest first', () => expect(computed(periods).map((p) => p.name)).toEqual(['2026-10', '2026-09']));

test.each([
  ['the one that runs', periods, '2026-11'],
  ['else the one being settled', periods.filter((p) => p.status !== 'running'), '2026-10'],
  ['else the latest', [period('2026-08', 'closed'), period('2026-09', 'closed')], '2026-09'],
])('work is on %s', (_, of, want) => expect(current(of)?.name).toBe(want));

test.each([
  [periods, '2027-01'],
  [periods.slice(0, 1), '2026-10'],
  [[], '2026-11'],
])('the next month', (of, want) => expect(nextMonth(of, today)).toBe(want));

test('a period ends the day before its end', () => {
  expect(lastDay({ endsOn: '2026-11-01' } as Period)).toBe('2026-10-31');
});

test('a month that is over, and the one before', () => {
  const all = [...periods, period('2026-11', 'running', '2026-11-20T00:00:00Z')];
  expect(settled(all)?.name).toBe('2026-10');
  expect(settled(all.filter((p) => p.status === 'running'))?.name).toBe('2026-11');
  expect(settled([])).toBeUndefined();
  expect(before(all, '2026-10')?.name).toBe('2026-09');
  expect(before(all, '2026-09')).toBeUndefined();
  expect(running(all)?.name).toBe('2026-11');
  expect(running([])).toBeUndefined();
});
