import { expect, test } from 'vitest';
import { codeFrom, matches } from './courses';

const course = {
  code: 'calm-communication',
  title: { en: 'Staying calm', 'zh-CN': '情绪管理与沟通', ko: '감정 조절' },
};

test.each([
  ['', true],
  ['CALM', true],
  ['沟通', true],
  ['감정', true],
  ['calm 情绪', true],
  ['ｃａｌｍ', true], // as a Chinese keyboard writes it
  ['calm x', false],
])('%s finds it: %s', (words, want) => expect(matches(course, words)).toBe(want));

test.each([
  ['Care at night', 'care-at-night'],
  [' The “first” hour! ', 'the-first-hour'],
  ['', 'course-a'],
  ['夜间护理', 'course-a'],
  [`${'long '.repeat(20)}`, 'long-long-long-long-long-long-long-long-long-long-long-long'],
])('%s becomes %s', (title, want) => expect(codeFrom(title, 10)).toBe(want));
