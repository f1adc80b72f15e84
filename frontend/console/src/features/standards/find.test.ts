import { expect, test } from 'vitest';
import { bySituation, contains, grouped, type Phrase, type Standard } from './find';

test('principles stand apart, both groups in their order', () => {
  const of = (code: string, principal: boolean) => ({ code, principal }) as Standard;
  const { principal, other } = grouped([of('a', false), of('b', true), of('c', false), of('d', true)]);
  expect(principal.map((s) => s.code)).toEqual(['b', 'd']);
  expect(other.map((s) => s.code)).toEqual(['a', 'c']);
});

test('situations stay in the order in which they come', () => {
  const of = (code: string, situation: string) => ({ code, situation }) as Phrase;
  const got = bySituation([of('hello', 'greet'), of('wait', 'ask'), of('hey', 'greet')]);
  expect(got.map(([situation, list]) => [situation, list.map((p) => p.code)])).toEqual([
    ['greet', ['hello', 'hey']],
    ['ask', ['wait']],
  ]);
});

test.each([
  ['', true],
  ['미소', true],
  ['3미터 마스크', true],
  ['3미터 벨', false],
  ['SMILE', true],
  ['ｓｍｉｌｅ', true],
])('looked for: %j', (wanted, found) => {
  expect(contains(['3미터 미소 서비스', undefined, '마스크를 썼을 때는 고개를 끄덕입니다. Smile.'], wanted)).toBe(
    found,
  );
});
