import { expect, test } from 'vitest';
import { Trouble } from '../../api/client';
import type { Lesson } from '../../api/types';
import { refusal } from './refusal';

const at = (clock: string) => Date.parse(`2026-11-22T${clock}+08:00`);
const session = {
  startsAt: '2026-11-22T09:00:00+08:00',
  endsAt: '2026-11-22T12:00:00+08:00',
  capacity: 12,
} as Lesson;

test.each([
  [0, session, false, '10:00:00', 'away'],
  [422, session, false, '10:00:00', 'wrong'],
  [429, session, false, '10:00:00', 'tooMany'],
  [403, session, false, '10:00:00', 'shown'],
  [404, session, false, '10:00:00', 'notPosted'],
  [404, undefined, false, '10:00:00', 'gone'],
  [409, session, false, '07:59:00', 'early'],
  [409, session, false, '12:30:00', 'ended'],
  [409, session, true, '13:30:00', 'ended'],
  [409, session, false, '10:00:00', 'full'],
  [409, { ...session, capacity: 0 }, false, '10:00:00', 'other'],
  [409, { ...session, cancelledAt: session.startsAt }, false, '10:00:00', 'cancelled'],
  [409, session, true, '10:00:00', 'moment'],
  [500, session, false, '10:00:00', 'other'],
])('%d at a session, leaving %s: %s', (status, of, leaving, clock, want) => {
  const about = { session: of as Lesson | undefined, leaving: leaving as boolean, isIn: true };
  expect(refusal(new Trouble(status as number, ''), about, at(clock as string))).toBe(want);
});

test('who has not checked in cannot check out', () => {
  expect(refusal(new Trouble(409, ''), { session, leaving: true, isIn: false }, at('10:00:00'))).toBe('notIn');
});
