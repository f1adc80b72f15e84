import { expect, test } from 'vitest';
import { codeOf, printed } from '../../lib/field/badge';
import { caretAfter, grouped, stranger } from './code';

// The spellings that the server's patient.Code knows.
test.each([
  ['as printed', 'AGK30MKB', 'AGK30MKB'],
  ['in small letters, grouped', 'agk3 0mkb', 'AGK30MKB'],
  ['with a dash', 'AGK3-0MKB', 'AGK30MKB'],
  ['with a long dash', 'AGK3–0MKB', 'AGK30MKB'],
  ['O for 0', 'AGK3OMKB', 'AGK30MKB'],
  ['I and l for 1', 'IGK3lMKB', '1GK31MKB'],
  ['in the wide letters of a Chinese keyboard', 'ＡＧＫ３　０ＭＫＢ', 'AGK30MKB'],
  ['with what copying leaves', '\u200bAGK30MKB\n', 'AGK30MKB'],
])('a code typed %s is the one that is looked up', (_, typed, want) => {
  expect(printed(typed)).toBe(want);
  expect(stranger(typed)).toBeUndefined();
  expect(codeOf(grouped(typed))).toBe(want);
});

test.each([
  ['agk', 'AGK'],
  ['agk3', 'AGK3'],
  ['agk30', 'AGK3 0'],
  ['agk30mkb', 'AGK3 0MKB'],
  ['agk30mkbzz', 'AGK3 0MKB'],
  ['u', 'U'],
])('while typing %s the field shows %s', (typed, want) => {
  expect(grouped(typed)).toBe(want);
  expect(grouped(grouped(typed))).toBe(want); // typing on changes nothing that stands
});

test.each([
  ['AGKU', 'U'],
  ['李静', '李'],
  ['AGK3 O', undefined],
])('of %s no code has %s', (typed, want) => expect(stranger(typed)).toBe(want));

test('the caret stays where the hand is', () => {
  const shown = grouped('AGK30MKB');
  for (let n = 0; n <= 8; n++) expect(printed(shown.slice(0, caretAfter(n)))).toBe('AGK30MKB'.slice(0, n));
});

test.each([
  ['the address on a badge', 'https://care.hospital.example/r/AGK30MKB', 'AGK30MKB'],
  ['the address with a language', 'http://10.0.0.5:8080/r/AGK30MKB?lang=ko', 'AGK30MKB'],
  ['the address below a path', 'https://hospital.example/wardstar/r/agk30mkb', 'AGK30MKB'],
  ['another site', 'https://example.com/menu', undefined],
  ['a visit’s slip', 'https://care.hospital.example/v/AGK30MKBAGK30MKB', undefined],
  ['a telephone number', 'tel:+821012345678', undefined],
  ['a wifi network', 'WIFI:S:ward;T:WPA;P:secret;;', undefined],
])('of %s the camera makes the right thing', (_, text, want) => expect(codeOf(text)).toBe(want));
