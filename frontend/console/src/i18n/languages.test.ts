import { expect, test } from 'vitest';
import { localized, match } from './languages';

test.each([
  [['zh-HK'], 'zh-TW'],
  [['zh-Hant-CN'], 'zh-TW'],
  [['zh'], 'zh-CN'],
  [['zh-Hans-SG'], 'zh-CN'],
  [['fr-FR', 'ko-KR'], 'ko'],
  [[null, 'en-US'], 'en'],
  [['fr'], 'en'],
] as const)('readers of %j read %s', (wanted, want) => expect(match(wanted)).toBe(want));

test('a text falls back to the hospital, then to any', () => {
  expect(localized({ ko: '간호사', en: 'Nurse' }, 'zh-TW', 'ko')).toBe('간호사');
  expect(localized({ 'zh-CN': '护士' }, 'ko', 'en')).toBe('护士');
});
