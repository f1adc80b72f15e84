import { expect, test } from 'vitest';
import { fitted } from './picture';

test.each([
  [4032, 3024, 1280, 960],
  [3024, 4032, 960, 1280],
  [800, 600, 800, 600],
  [1280, 1280, 1280, 1280],
  [10_000, 3, 1280, 1],
])('%d by %d is kept as %d by %d', (width, height, w, h) => {
  expect(fitted(width, height)).toEqual({ width: w, height: h });
});
