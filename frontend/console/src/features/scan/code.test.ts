import { expect, test } from 'vitest';
import { caretAfter, grouped, normal, parse, scanned, stranger } from './code';

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
])('a code %s', (_, typed, want) => expect(parse(typed)).toBe(want));

test.each([
  ['too short', 'AGK30MK'],
  ['too long', 'AGK30MKB7'],
  ['with a letter that no code has', 'AGKU0MKB'],
  ['a name', '李静'],
  ['nothing', ''],
  ['a long text', 'A'.repeat(10_000)],
])('%s is no code', (_, typed) => expect(parse(typed)).toBeUndefined());

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

test.each([
  ['the address on a badge', 'https://care.hospital.example/r/AGK30MKB', 'AGK30MKB'],
  ['with a language', 'http://10.0.0.5:8080/r/AGK30MKB?lang=ko', 'AGK30MKB'],
  ['below a path', 'https://hospital.example/wardstar/r/agk30mkb', 'AGK30MKB'],
  ['the bare code', 'AGK30MKB', 'AGK30MKB'],
])('a camera reads %s', (_, text, want) => expect(scanned(text)).toBe(want));

test.each([
  ['another site', 'https://example.com/menu'],
  ['a visit’s slip', 'https://care.hospital.example/v/AGK30MKBAGK30MKB'],
  ['a telephone number', 'tel:+821012345678'],
  ['a wifi network', 'WIFI:S:ward;T:WPA;P:secret;;'],
])('%s is none of ours', (_, text) => expect(scanned(text)).toBeUndefined());

test('the caret stays where the hand is', () => {
  const shown = grouped('AGK30MKB');
  for (let n = 0; n <= 8; n++) expect(normal(shown.slice(0, caretAfter(n)))).toBe('AGK30MKB'.slice(0, n));
});
