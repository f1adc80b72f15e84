import { expect, test } from 'vitest';
import { type Draft, isTaken, read } from './external';

const draft: Draft = {
  title: ' Talk ',
  provider: 'Society',
  category: 'communication',
  day: '2026-11-20',
  hours: '1.5',
};
const today = '2026-11-22';

test('what is written is what is reported', () => {
  expect(read(draft, 'k', today)).toEqual({
    key: 'k',
    title: 'Talk',
    provider: 'Society',
    category: 'communication',
    earnedOn: '2026-11-20',
    minutes: 90,
  });
});

test.each([
  [{ hours: '1,5' }, 90],
  [{ hours: '8' }, 480],
])('%o', (change, minutes) => expect(read({ ...draft, ...change }, 'k', today)).toMatchObject({ minutes }));

test.each([
  [{ title: ' ', provider: '' }, ['title', 'provider']],
  [{ day: '2026-11-23' }, ['day']], // tomorrow
  [{ day: '' }, ['day']],
  [{ hours: '' }, ['hours']],
  [{ hours: 'all day' }, ['hours']],
  [{ hours: '-1' }, ['hours']],
])('%o', (change, faults) => expect(read({ ...draft, ...change }, 'k', today)).toEqual(faults));

test.each([
  [{ size: 1000, type: 'application/pdf' }, true],
  [{ size: 10 * 1024 * 1024, type: 'image/jpeg' }, true],
  [{ size: 10 * 1024 * 1024 + 1, type: 'image/jpeg' }, false],
  [{ size: 0, type: 'image/png' }, false],
  [{ size: 1000, type: 'image/heic' }, false],
])('%o is taken: %s', (file, want) => {
  expect(isTaken(file)).toBe(want);
  expect(Array.isArray(read(draft, 'k', today, file))).toBe(!want);
});
