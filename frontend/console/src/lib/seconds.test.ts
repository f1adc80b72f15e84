import { describe, expect, test } from 'vitest';
import { figures, measuredFigures } from './seconds';

test.each([
  [0, '0.0'],
  [2449, '2.4'], // what has not passed is not shown
  [59_999, '59.9'],
  [60_000, '1:00.0'],
  [83_456, '1:23.4'],
  [3_600_000, '60:00.0'],
])('%d ms', (milliseconds, want) => {
  expect(figures(milliseconds).number).toBe(want);
  expect(figures(milliseconds).unit).toBe(milliseconds < 60_000);
});

describe('beside its target of 5 s', () => {
  test.each([
    [4999, '4.9'],
    [5000, '5.0'],
    [5001, '5.01'],
    [5099, '5.10'],
    [5100, '5.1'],
    [10_000, '10.0'],
    [10_001, '10.01'],
  ])('%d ms', (milliseconds, want) => {
    expect(measuredFigures(milliseconds, 5000).number).toBe(want);
  });
});
