import { expect, test } from 'vitest';
import { minutesOf, phase } from './lessons';

const at = (clock: string) => `2026-10-31T${clock}+08:00`;
const session = { startsAt: at('09:00:00'), endsAt: at('12:00:00'), minutes: 180 };

// The table of docs/training.md.
test.each([
  ['09:08:00', '12:04:00', 180],
  ['09:10:01', '12:00:00', 169],
  ['10:30:00', '12:00:00', 90],
  ['09:00:00', '11:50:00', 180],
  ['09:00:00', '11:49:00', 169],
  ['09:30:00', '09:30:59', 0],
  ['08:00:00', '08:30:00', 0],
])('came %s, left %s: %d minutes', (came, left, want) => {
  expect(minutesOf(session, at(came), at(left))).toBe(want);
});

test('no more than the course is worth, and all of it without a check-out or a check-in', () => {
  expect(minutesOf({ ...session, minutes: 120 }, at('09:00:00'))).toBe(120);
  expect(minutesOf(session, at('11:00:00'))).toBe(60);
  expect(minutesOf(session)).toBe(180);
});

test.each([
  ['07:59:59', 'ahead'],
  ['08:00:00', 'open'],
  ['11:59:59', 'open'],
  ['12:00:00', 'closing'],
  ['13:00:00', 'closing'],
  ['13:00:01', 'over'],
])('at %s it is %s', (clock, want) => expect(phase(session, Date.parse(at(clock)))).toBe(want));

test('one that was cancelled is that at any time', () => {
  expect(phase({ ...session, cancelledAt: at('07:00:00') }, Date.parse(at('09:00:00')))).toBe('cancelled');
});
