import { expect, test } from 'vitest';
import { complaints, faults } from './rules.mjs';

/** Catalogues with one message, and nothing wrong but what a test puts there. */
const four = (change = {}) => ({
  en: { greeting: 'Hello, {name}' },
  'zh-CN': { greeting: '您好，{name}' },
  'zh-TW': { greeting: '您好，{name}' },
  ko: { greeting: '안녕하세요, {name}' },
  ...change,
});
const used = "t('greeting')";

test('there is nothing to complain of', () => expect(complaints(four(), used)).toEqual([]));

test.each([
  ['a missing key', four({ ko: {} }), used, 'ko: greeting is missing'],
  [
    'a key that English lacks',
    four({ ko: { greeting: '안녕하세요, {name}', left: '남음' } }),
    used,
    'ko: left is not in English',
  ],
  ['a key that no source uses', four(), "t('farewell')", 'greeting is used nowhere'],
  [
    'a placeholder of another name',
    four({ ko: { greeting: '안녕하세요, {nom}' } }),
    used,
    'ko: greeting placeholders {nom}, in English {name}',
  ],
  [
    'English that was left',
    four({ ko: { greeting: 'Hello, {name}' } }),
    used,
    'ko: greeting has English left in it: Hello',
  ],
  [
    'ASCII punctuation',
    four({ 'zh-CN': { greeting: '您好,{name}' } }),
    used,
    'zh-CN: greeting has ASCII punctuation next to Han',
  ],
])('%s is complained of', (_, catalogues, source, want) => expect(complaints(catalogues, source)).toEqual([want]));

// biome-ignore-start lint/suspicious/noTemplateCurlyInString: pieces of source
test('keys that are built from a beginning count as used', () => {
  const catalogues = Object.fromEntries(['en', 'zh-CN', 'zh-TW', 'ko'].map((l) => [l, { 'why.other.long': '7' }]));
  expect(complaints(catalogues, 't(`why.${reason}`)')).toEqual([]);
  expect(complaints(catalogues, 't(`who.${reason}`)')).toEqual(['why.other.long is used nowhere']);
});
// biome-ignore-end lint/suspicious/noTemplateCurlyInString: pieces of source

const wait = '{n, plural, one {# check of {who} waits} other {# checks of {who} wait}}';

test.each([
  // what is right
  ['ko', '{n, plural, other {{who}의 점검 #건 대기 중}}', wait, undefined],
  ['zh-CN', '{who} 的 {n} 项督查待上传', wait, undefined],
  ['zh-CN', '{n, plural, =0 {全部已上传} other {{who} 还有 # 项}}', wait, undefined],
  ['zh-CN', '导出 XLSX，在 Wardstar 中按 C', 'Export XLSX: press C in Wardstar', undefined],
  ['zh-CN', '09:40–10:15，共 1,200 条', '09:40–10:15, 1,200 in all', undefined],
  ['en', 'Export “all”', 'Export “all”', undefined],
  // placeholders
  ['ko', '{n, plural, other {점검 #건}}', wait, 'placeholders {n}, in English {n, who}'],
  ['ko', '점검 {who}', wait, 'placeholders {who}, in English {n, who}'],
  ['en', '{n, plural, one {# check of {who}}}', wait, 'has a plural without other'],
  ['ko', '{who} {n}}', wait, 'has a brace too many or too few'],
  // punctuation
  ['zh-TW', '{who}, {n}', wait, 'has ASCII punctuation next to Han'],
  ['zh-TW', '完成({n} {who})', wait, 'has ASCII punctuation next to Han'],
  ['zh-CN', '已完成.', 'Done.', 'has ASCII punctuation next to Han'],
  ['ko', '완료되었습니다。', 'Done.', 'has full-width punctuation in Korean'],
  // words
  ['zh-CN', '打开 settings', 'Open settings', 'has English left in it: settings'],
  ['ko', 'a 열기', 'Open a', 'has English left in it: a'],
  ['ko', '設定 열기', 'Open', 'has Han in Korean'],
  ['zh-TW', '设置', 'Settings', 'has simplified forms: 设'],
  ['en', '打开', 'Open', 'has another script in English'],
  ['ko', '', 'Open', 'is empty or has spaces around it'],
  ['ko', ' 열기', 'Open', 'is empty or has spaces around it'],
])('in %s: %s', (language, message, english, want) => {
  expect([...faults('key', language, message, english)]).toEqual(want ? [want] : []);
});
