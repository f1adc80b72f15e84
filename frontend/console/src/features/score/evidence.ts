import type { Component, Evidence } from '../../api/types';

/** Pieces of evidence that say the same, together. */
export interface Bin {
  key: string;
  low: number; // what each says at the least, 0 to 100
  high: number; // and at the most: ratings say neighbouring things where few said the same
  standard?: Record<string, string>; // which standard it is about, for findings
  n: number;
  mean: number;
  points: number; // of the score, in ten-thousandths
  pieces: Piece[]; // of findings each, in their order; of ratings none: single ones are not shown to anybody
}

/** A finding, and what it gave or took. */
export interface Piece {
  evidence: Evidence;
  points: number;
}

/**
 * What components observed, one component a post: ratings by answer, the best first; findings by standard, the one
 * that moves most first. The points sum to what the components add to the score, but for rounding.
 */
export function bins(sources: Component[]): Bin[] {
  const days = sources.reduce((sum, c) => sum + c.days, 0);
  const found = new Map<string, Bin>();
  for (const c of sources) {
    const perShare = c.effect === 0 || days === 0 ? 0 : (c.points / c.effect) * (c.days / days);
    for (const evidence of c.evidence) {
      const { value, valueLow: low, valueHigh: high, count, share, standard, code } = evidence;
      const key = code || (standard ? JSON.stringify(standard) : `${low}-${high}`);
      const bin = found.get(key) ?? { key, low, high, n: 0, mean: 0, points: 0, pieces: [] };
      if (standard) {
        bin.standard = standard; // as it was worded last
        bin.pieces.push({ evidence, points: share * perShare });
      }
      bin.low = Math.min(bin.low, low);
      bin.high = Math.max(bin.high, high);
      bin.mean = (bin.mean * bin.n + value * count) / (bin.n + count);
      bin.n += count;
      bin.points += share * perShare;
      found.set(key, bin);
    }
  }
  return [...found.values()].sort((a, b) =>
    a.standard ? Math.abs(b.points) - Math.abs(a.points) : b.high - a.high || b.low - a.low,
  );
}
