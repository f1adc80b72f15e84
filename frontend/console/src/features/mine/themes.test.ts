import { expect, test } from 'vitest';
import { themesByCount } from './themes';

test('the most frequent first, of equals the first', () => {
  const about = (...themes: string[]) => ({ themes });
  expect(themesByCount([about('cost', 'waiting'), about('waiting'), about('attitude'), about()])).toEqual([
    { code: 'waiting', n: 2 },
    { code: 'cost', n: 1 },
    { code: 'attitude', n: 1 },
  ]);
  expect(themesByCount([])).toEqual([]);
});
