import { expect, test } from 'vitest';
import { isCode, seenIn, typed } from './token';

const code = '231.59345678.abcDEF_-0123456789abcd';

test.each([
  ['the address on the screen', `https://stars.example.org/check-in#${code}`],
  ['this page’s own fragment', `#${code}`],
  ['the bare token', ` ${code}\n`],
])('%s', (_, text) => expect(seenIn(text)).toEqual({ sessionId: 231, code }));

test.each([
  ['a badge', 'https://stars.example.org/r/AGK30MKB'],
  ['nothing', ''],
  ['an empty fragment', '#'],
  ['a part of one', '#231.59345678.'],
  ['another site', 'https://example.com/menu#today'],
  ['a long text', `${'x'.repeat(600)}#${code}`],
])('%s is none', (_, text) => expect(seenIn(text)).toBeUndefined());

test.each([
  ['SK7CCWYC', true],
  ['sk7c cwyc', true],
  ['ＳＫ７Ｃ－ＣＷＹＣ', true],
  ['SK7C CWY', false],
  ['SK7C CWY0', false], // no 0, 1, I or O
  ['SK7C CWYI', false],
])('%s can be typed: %s', (text, want) => expect(isCode(text)).toBe(want));

test('what is typed is sent as it is shown', () => expect(typed(' sk7c-cwyc ')).toBe('SK7CCWYC'));
