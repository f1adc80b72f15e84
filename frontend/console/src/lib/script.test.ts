import { expect, test } from 'vitest';
import { scriptOf } from './script';

test.each([
  ['감사합니다, 李 선생님', 'ko'],
  ['谢谢您，Dr. Kim', 'zh'],
  ['Thank you', 'en'],
  ['👍 12', undefined],
])('%s', (words, want) => expect(scriptOf(words)).toBe(want));
