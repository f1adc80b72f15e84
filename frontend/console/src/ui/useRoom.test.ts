import { expect, test } from 'vitest';
import { lacking } from './useRoom';

test.each([
  ['a phone', 92, 233, 844, []],
  ['a phone without a dock', 64, 0, 844, []],
  ['a phone while timing', 92, 281, 844, []],
  ['a small phone', 92, 233, 640, []],
  ['a small phone while timing', 92, 281, 640, ['crowded']],
  ['text twice as large', 160, 440, 844, ['crowded']],
  ['text twice as large on a small phone', 160, 480, 640, ['crowded', 'full']],
])('%s', (_, head, dock, height, want) => {
  expect(lacking(head, dock, height)).toEqual(want);
});
