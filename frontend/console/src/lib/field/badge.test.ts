import { expect, test } from 'vitest';
import { byBadge, codeOf, fingerprint } from './badge';
import type { Roster } from './types';

test.each([
  ['ABCDEFGH', 'ABCDEFGH'],
  ['abcd efgh', 'ABCDEFGH'],
  ['ABCD-EFGH', 'ABCDEFGH'],
  ['ＡＢＣＤ１２３４', 'ABCD1234'],
  ['oil0 1234', '01101234'],
  ['https://ward.example/r/ABCDEFGH', 'ABCDEFGH'],
  ['http://10.0.0.5:8080/r/abcdefgh?lang=ko', 'ABCDEFGH'],
  ['https://ward.example/r/ABCD%20EFGH', 'ABCDEFGH'],
])('%s is the code %s', (text, want) => expect(codeOf(text)).toBe(want));

test.each([
  [''],
  ['ABCDEFG'],
  ['ABCDEFGHJ'],
  ['ABCDEFGU'],
  ['李静'],
  ['https://ward.example/v/ABCDEFGHJKMNPQ'],
  ['%E0%A4%A'],
])('%s is no code', (text) => expect(codeOf(text)).toBeUndefined());

test('a badge is known by the beginning of its code’s SHA-256, and the code cannot be read from it', () => {
  expect(fingerprint('ABCDEFGH')).toBe('9ac2197d9258257b'); // sha256sum
});

test('whose badge it is, or which place’s', () => {
  const roster = {
    employees: [{ id: 7, badges: [fingerprint('ABCDEFGH')] }],
    places: [{ badge: fingerprint('JKMNPQRS'), departmentId: 3, name: 'Counter 1' }],
  } as unknown as Roster;
  expect(byBadge(roster, '/r/abcdefgh')?.person?.id).toBe(7);
  expect(byBadge(roster, 'jkmn pqrs')?.place?.departmentId).toBe(3);
  expect(byBadge(roster, '01234567')).toBeUndefined();
});
