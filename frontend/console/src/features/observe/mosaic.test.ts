import { describe, expect, test } from 'vitest';
import { boxOf, gridOf, meanColour, squaresOf, under, way } from './mosaic';

const grid = gridOf(1280, 960); // squares of 40 pixels, 32 by 24

test.each([
  [1280, 960, { block: 40, columns: 32, rows: 24 }],
  [960, 1280, { block: 40, columns: 24, rows: 32 }],
  [1279, 30, { block: 40, columns: 32, rows: 1 }],
  [100, 100, { block: 8, columns: 13, rows: 13 }], // a tiny picture still loses what is in it
])('%d by %d', (width, height, want) => {
  expect(gridOf(width, height)).toMatchObject(want);
});

test('squares at the edges are cut off there', () => {
  expect(boxOf(gridOf(1279, 30), 31)).toEqual({ x: 1240, y: 0, width: 39, height: 30 });
});

describe('a finger', () => {
  test('in the middle of a square touches that one', () => {
    expect(under(grid, 60, 60, 10)).toEqual([33]);
  });
  test('on a corner touches four', () => {
    expect(under(grid, 80, 80, 5)).toEqual([33, 34, 65, 66]);
  });
  test('touches no corner that is out of its reach', () => {
    expect(under(grid, 60, 60, 25)).toEqual([1, 32, 33, 34, 65]);
  });
  test('beside the picture touches nothing', () => {
    expect(under(grid, -100, 500, 30)).toEqual([]);
    expect(under(grid, 1400, 2000, 30)).toEqual([]);
  });
});

test('a box covers every square that it touches', () => {
  expect(squaresOf(grid, { x: 39, y: 39, width: 2, height: 2 })).toEqual([0, 1, 32, 33]);
});

test('one colour is left of a square', () => {
  const data = new Uint8ClampedArray(4 * 4 * 4);
  for (let i = 0; i < 16; i++) data.set(i % 2 ? [255, 100, 0, 255] : [0, 100, 255, 255], i * 4);
  expect(meanColour({ data, width: 4, height: 4 }, { x: 0, y: 0, width: 4, height: 4 })).toBe('rgb(128 100 128)');
});

test('a fast finger leaves no gaps', () => {
  const points = way({ x: 0, y: 0 }, { x: 100, y: 0 }, 20);
  expect(points).toHaveLength(5);
  expect(points.at(-1)).toEqual({ x: 100, y: 0 });
  expect(way({ x: 7, y: 7 }, { x: 7, y: 7 }, 20)).toEqual([{ x: 7, y: 7 }]);
});
