/** Who has a figure with its 95 % interval, in ten-thousandths. */
export interface Figure {
  score: number;
  low: number;
  high: number;
}

export interface Comparison {
  difference: number; // of the first from the second
  low: number;
  high: number;
  probability: number; // that the first truly is ahead, 0 to 1
  verdict: 'ahead' | 'probably' | 'open';
}

const z95 = 1.959964;

/**
 * Compares two figures as if their errors were independent. They share the estimate of the mean, so the true
 * difference is known a little better than this says: the error is on the side of caution.
 */
export function compare(a: Figure, b: Figure): Comparison {
  const sd = Math.hypot((a.high - a.low) / (2 * z95), (b.high - b.low) / (2 * z95));
  const difference = a.score - b.score;
  const probability = sd > 0 ? normal(difference / sd) : difference > 0 ? 1 : difference < 0 ? 0 : 0.5;
  const sure = Math.max(probability, 1 - probability);
  return {
    difference,
    low: difference - z95 * sd,
    high: difference + z95 * sd,
    probability,
    verdict: sure >= 0.95 ? 'ahead' : sure >= 0.8 ? 'probably' : 'open',
  };
}

/** The standard normal distribution function, to 8e-8 (Abramowitz and Stegun 26.2.17). */
export function normal(x: number): number {
  const t = 1 / (1 + 0.2316419 * Math.abs(x));
  const poly = t * (0.31938153 + t * (-0.356563782 + t * (1.781477937 + t * (-1.821255978 + t * 1.330274429))));
  const tail = (Math.exp((-x * x) / 2) / Math.sqrt(2 * Math.PI)) * poly;
  return x >= 0 ? 1 - tail : tail;
}
