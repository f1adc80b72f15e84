import { compare, type Figure } from '../../lib/compare';

/** How a score has changed since an earlier month. */
export interface Change {
  verdict: 'up' | 'down' | 'none'; // up and down: by more than chance allows
  difference: number; // ten-thousandths
}

type Shown = Partial<Figure> & { shown: boolean };

/** Compares two months of a person; undefined if either is not shown. */
export function changeSince(before: Shown | undefined, now: Shown): Change | undefined {
  if (!before || !isFigure(before) || !isFigure(now)) return undefined;
  const { difference, verdict } = compare(now, before);
  return { difference, verdict: verdict !== 'ahead' ? 'none' : difference > 0 ? 'up' : 'down' };
}

const isFigure = (s: Shown): s is Figure & { shown: true } =>
  s.shown && s.score !== undefined && s.low !== undefined && s.high !== undefined;
