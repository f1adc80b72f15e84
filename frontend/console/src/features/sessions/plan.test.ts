import { expect, test } from 'vitest';
import type { Lesson } from '../../api/types';
import { endOf, type Form, formOf, read } from './plan';

const zone = 'Asia/Shanghai';
const now = new Date('2026-11-22T17:00:00Z'); // the 23rd, one in the morning
const self = { id: 7, name: '王丽' };
const form: Form = {
  ...formOf(undefined, self, zone, now),
  courseId: '3',
  place: ' Hall ',
  from: '13:00',
  to: '14:30',
};

test('a new one is for tomorrow at the hospital, and held by oneself', () => {
  expect(formOf(undefined, self, zone, now)).toMatchObject({ day: '2026-11-24', from: '13:00', trainer: self });
});

test('what is written is what is planned, by the hospital’s clock', () => {
  expect(read(form, zone)).toEqual({
    plan: {
      courseId: 3,
      kind: 'lesson',
      trainerId: 7,
      place: 'Hall',
      capacity: 0,
      startsAt: '2026-11-24T05:00:00.000Z',
      endsAt: '2026-11-24T06:30:00.000Z',
    },
  });
});

test('one over midnight ends the day after', () => {
  expect(read({ ...form, from: '23:00', to: '01:00' }, zone)).toMatchObject({
    plan: { startsAt: '2026-11-24T15:00:00.000Z', endsAt: '2026-11-24T17:00:00.000Z' },
  });
});

test.each([
  ['nothing at all', { courseId: '', trainer: { id: 0, name: '' }, day: '', to: '', place: ' ', capacity: 'x' }, 6],
  ['no course', { courseId: '' }, 1],
  ['no end', { to: '' }, 1],
  ['half a person', { capacity: '1.5' }, 1],
  ['too many', { capacity: '10001' }, 1],
])('%s', (_, change, n) => {
  const got = read({ ...form, ...change }, zone);
  expect('faults' in got && got.faults).toHaveLength(n);
});

test('there and back', () => {
  const session = {
    courseId: 3,
    kind: 'case-sharing',
    trainerId: 7,
    trainer: '王丽',
    place: 'Hall',
    capacity: 12,
    startsAt: '2026-11-24T05:00:00.000Z',
    endsAt: '2026-11-24T06:30:00.000Z',
  } as Lesson;
  expect(read(formOf(session, self, zone, now), zone)).toMatchObject({
    plan: { kind: 'case-sharing', capacity: 12, startsAt: session.startsAt, endsAt: session.endsAt },
  });
});

test.each([
  ['13:00', 90, '14:30'],
  ['23:30', 60, '00:30'],
  ['', 60, ''],
])('from %s for %d minutes', (from, minutes, want) => expect(endOf(from, minutes)).toBe(want));
