import { faces } from './faces';
import { boxOf, type Grid, gridOf, meanColour, type Pixels, squaresOf, under, way } from './mosaic';
import { context } from './picture';

/**
 * A picture whose parts can be covered. Each stroke can be taken back until the picture is encoded; what is encoded then
 * has the squares in it, not the picture below them.
 */
export class Covering {
  readonly grid: Grid;
  readonly reach: number; // of a finger, in the picture's pixels
  private readonly original: Pixels;
  private readonly strokes: Set<number>[] = [];

  constructor(readonly canvas: HTMLCanvasElement) {
    this.original = context(canvas).getImageData(0, 0, canvas.width, canvas.height);
    this.grid = gridOf(canvas.width, canvas.height);
    this.reach = this.grid.block * 1.1;
  }

  get strokeCount() {
    return this.strokes.length;
  }

  /** Covers the faces that are found, as a stroke of its own; returns how many. */
  async coverFaces(): Promise<number> {
    const found = await faces(this.canvas);
    if (found.length > 0) {
      this.begin();
      this.cover(found.flatMap((face) => squaresOf(this.grid, face)));
    }
    return found.length;
  }

  begin() {
    this.strokes.push(new Set());
  }

  /** Goes on with the stroke, on the straight way from one point to the next. */
  rub(from: { x: number; y: number }, to: { x: number; y: number }) {
    for (const { x, y } of way(from, to, this.grid.block / 2)) this.cover(under(this.grid, x, y, this.reach));
  }

  undo() {
    this.strokes.pop();
    context(this.canvas).putImageData(this.original as ImageData, 0, 0);
    for (const stroke of this.strokes) this.paint(stroke);
  }

  private cover(squares: Iterable<number>) {
    const stroke = this.strokes.at(-1);
    const fresh = [...squares].filter((square) => !stroke?.has(square));
    for (const square of fresh) stroke?.add(square);
    this.paint(fresh);
  }

  private paint(squares: Iterable<number>) {
    const pen = context(this.canvas);
    for (const square of squares) {
      const box = boxOf(this.grid, square);
      pen.fillStyle = meanColour(this.original, box);
      pen.fillRect(box.x, box.y, box.width, box.height);
    }
  }
}
