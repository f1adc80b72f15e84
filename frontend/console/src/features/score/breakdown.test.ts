import { describe, expect, test } from 'vitest';
import { against, breakdown } from './breakdown';

const line = (code: string, component: string, value: number) => ({ code, component, value });
const lines = [
  line('base', '', 700000),
  line('ratings.raw', 'ratings', 34567),
  line('ratings.case-mix', 'ratings', -1234),
  line('ratings.strictness', 'ratings', 777),
  line('ratings.small-sample', 'ratings', -9999),
  line('audits.raw', 'audits', -4444),
  line('audits.case-mix', 'audits', 444),
  line('audits.strictness', 'audits', 12345),
  line('audits.small-sample', 'audits', -3333),
  line('training', 'training', 0), // no points for it in this scheme,
  line('cap.majorCase', 'majorCase', -149),
];
const sum = (values: number[]) => values.reduce((a, b) => a + b, 0);

describe.each([1, 4] as const)('to %d decimals', (decimals) => {
  const { base, parts, total } = breakdown({ lines, components: [] }, decimals);
  const unit = 10 ** (4 - decimals);

  test('the total is the score', () => {
    expect(total).toBe(Math.round(sum(lines.map((l) => l.value)) / unit) * unit);
  });
  test('base and parts add up on the screen', () => expect(base + sum(parts.map((p) => p.shown))).toBe(total));
  test.each(parts.filter((p) => p.lines.length > 0).map((p) => [p.code, p] as const))(
    'so do the lines of %s',
    (_, part) => {
      expect(sum(part.lines.map((l) => l.shown))).toBe(part.shown);
      expect(sum(part.lines.map((l) => l.value))).toBe(part.value);
      for (const l of part.lines) expect(Math.abs(l.shown - l.value)).toBeLessThan(2 * unit);
    },
  );
  test('a cap is a part of its own, what says nothing is left out', () =>
    expect(parts.map((p) => p.code)).toEqual(['ratings', 'audits', 'cap.majorCase']));
});

test.each([
  [701000, 742000, 'above'],
  [650000, 699000, 'below'],
  [690000, 712000, 'same'],
])('%d to %d is %s 70', (low, high, want) => expect(against(low, high, 700000)).toBe(want));
