import { expect, test } from 'vitest';
import { addDays, dayAt, instant, timeAt } from './zone';

test.each([
  ['2026-11-22', '13:00', 'Asia/Shanghai', '2026-11-22T05:00:00.000Z'],
  ['2026-11-22', '00:00', 'Asia/Seoul', '2026-11-21T15:00:00.000Z'],
  ['2026-07-01', '09:30', 'Europe/Berlin', '2026-07-01T07:30:00.000Z'],
  ['2026-11-01', '01:30', 'America/New_York', '2026-11-01T05:30:00.000Z'], // comes twice: the first
  ['2026-03-08', '02:30', 'America/New_York', '2026-03-08T07:30:00.000Z'], // does not come
  ['2026-11-01', '03:00', 'America/New_York', '2026-11-01T08:00:00.000Z'],
])('%s %s in %s', (day, time, zone, want) => {
  const at = instant(day, time, zone);
  expect(at?.toISOString()).toBe(want);
  if (want !== '2026-03-08T07:30:00.000Z') {
    expect(dayAt(at as Date, zone)).toBe(day);
    expect(timeAt(at as Date, zone)).toBe(time);
  }
});

test.each([
  ['', '10:00'],
  ['2026-11-22', ''],
  ['2026-13-40', '10:00'],
])('%s %s is no time', (day, time) => expect(instant(day, time, 'Asia/Shanghai')).toBeUndefined());

test('the day after a month, and before a year', () => {
  expect(addDays('2026-11-30', 1)).toBe('2026-12-01');
  expect(addDays('2026-01-01', -1)).toBe('2025-12-31');
});
