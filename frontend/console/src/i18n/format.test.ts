import { describe, expect, test } from 'vitest';
import { formatter } from './format';

const en = formatter('en', 'Asia/Shanghai');

describe('numbers', () => {
  test.each([
    ['a score has one decimal', en.score(700000), '70.0'],
    ['points carry a sign', en.points(12345), '+1.2'],
    ['minus is a minus, not a hyphen', en.points(-31234), '\u22123.1'],
    ['what rounds to zero has no sign', en.points(-499), '0.0'],
    ['all digits', en.points(-499, 4), '\u22120.0499'],
    ['an interval', en.interval(681000, 742000), '68.1–74.2'],
    ['a probability', en.percent(8049), '80%'],
    ['thousands', en.count(120000), '120,000'],
  ])('%s', (_, got, want) => expect(got).toBe(want));
});

describe('dates are the hospital’s', () => {
  const instant = '2026-10-31T16:30:00Z'; // already November in Shanghai
  test.each([
    ['zh-CN', '2026年11月1日', '2026年10月'],
    ['zh-TW', '2026年11月1日', '2026年10月'],
    ['ko', '2026년 11월 1일', '2026년 10월'],
    ['en', '1 November 2026', 'October 2026'],
  ] as const)('%s', (language, date, month) => {
    const f = formatter(language, 'Asia/Shanghai');
    expect(f.date(instant)).toBe(date);
    expect(f.month('2026-10')).toBe(month);
    expect(f.time(instant)).toBe('00:30');
  });
  test('a calendar day stays the same day everywhere', () => {
    expect(formatter('en', 'America/Los_Angeles').day('2026-10-01')).toBe('1 October 2026');
  });
});
