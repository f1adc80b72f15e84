import type { Component } from '../../api/types';

/** Pieces of evidence that say the same, together. */
export interface Bin {
  key: string;
  low: number; // what each says at the least, 0 to 100
  high: number; // and at the most: ratings say neighbouring things where few said the same
  standard?: Record<string, string>; // which standard it is about, for findings
  n: number;
  mean: number;
  points: number; // of the score, in ten-thousandths
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
    for (const { value, valueLow: low, valueHigh: high, count, share, standard } of c.evidence) {
      const key = standard ? JSON.stringify(standard) : `${low}-${high}`;
      const bin = found.get(key) ?? { key, low, high, n: 0, mean: 0, points: 0, ...(standard && { standard }) };
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
