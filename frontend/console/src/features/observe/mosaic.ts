/** A picture as its pixels, four bytes each. */
export interface Pixels {
  data: Uint8ClampedArray;
  width: number;
  height: number;
}

/** A part of a picture, in its pixels. */
export interface Box {
  x: number;
  y: number;
  width: number;
  height: number;
}

/** A picture in squares. A face across a hand's breadth of it is four or five of them wide: too few to know anybody. */
export interface Grid {
  block: number;
  columns: number;
  rows: number;
  width: number;
  height: number;
}

const across = 32; // squares along the longer side

export function gridOf(width: number, height: number): Grid {
  const block = Math.max(8, Math.ceil(Math.max(width, height) / across));
  return { block, columns: Math.ceil(width / block), rows: Math.ceil(height / block), width, height };
}

/** Where a square is, cut off at the edges of the picture. */
export function boxOf({ block, columns, width, height }: Grid, square: number): Box {
  const x = (square % columns) * block;
  const y = Math.floor(square / columns) * block;
  return { x, y, width: Math.min(block, width - x), height: Math.min(block, height - y) };
}

/** The squares that a finger at a point touches. */
export function under(grid: Grid, x: number, y: number, radius: number): number[] {
  const near = (from: number, size: number, at: number) => Math.max(from, Math.min(at, from + size)) - at;
  return squaresOf(grid, { x: x - radius, y: y - radius, width: 2 * radius, height: 2 * radius }).filter((square) => {
    const box = boxOf(grid, square);
    return Math.hypot(near(box.x, box.width, x), near(box.y, box.height, y)) <= radius;
  });
}

/** The squares that a box touches, wholly or in part. */
export function squaresOf({ block, columns, rows }: Grid, box: Box): number[] {
  const left = Math.max(0, Math.floor(box.x / block));
  const right = Math.min(columns - 1, Math.floor((box.x + box.width) / block));
  const top = Math.max(0, Math.floor(box.y / block));
  const bottom = Math.min(rows - 1, Math.floor((box.y + box.height) / block));
  const squares: number[] = [];
  for (let row = top; row <= bottom; row++) {
    for (let column = left; column <= right; column++) squares.push(row * columns + column);
  }
  return squares;
}

/** The one colour that is left of a part of a picture: the mean. What was in it cannot be had back. */
export function meanColour({ data, width }: Pixels, box: Box): string {
  const sum = [0, 0, 0];
  for (let y = box.y; y < box.y + box.height; y++) {
    for (let x = box.x; x < box.x + box.width; x++) {
      for (let c = 0; c < 3; c++) sum[c] = (sum[c] ?? 0) + (data[(y * width + x) * 4 + c] ?? 0);
    }
  }
  return `rgb(${sum.map((s) => Math.round(s / (box.width * box.height))).join(' ')})`;
}

/** The points on the way of a finger, close enough together that none is missed. */
export function way(from: { x: number; y: number }, to: { x: number; y: number }, step: number) {
  const n = Math.max(1, Math.ceil(Math.hypot(to.x - from.x, to.y - from.y) / step));
  return Array.from({ length: n }, (_, i) => ({
    x: from.x + ((to.x - from.x) * (i + 1)) / n,
    y: from.y + ((to.y - from.y) * (i + 1)) / n,
  }));
}
