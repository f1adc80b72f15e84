import type { Component, Explanation } from '../../api/types';
import { apportion } from '../../lib/apportion';

export type Decimals = 1 | 4;

/** A line of a score; shown is its value rounded such that the lines on screen add up. */
export interface ShownLine {
  code: string;
  value: number;
  shown: number;
}

/** What one component, cap or bound adds to a score or takes from it. */
export interface Part extends ShownLine {
  lines: ShownLine[];
  sources: Component[]; // the models behind it with their evidence, one a post
}

export interface Breakdown {
  base: number;
  parts: Part[];
  total: number;
}

/**
 * Groups the lines of a score by component, rounded to the given decimals: the base and the parts sum to the
 * total that is shown, and the lines of a part to the part.
 */
export function breakdown(
  { lines, components }: Pick<Explanation, 'lines' | 'components'>,
  decimals: Decimals,
): Breakdown {
  const unit = 10 ** (4 - decimals);
  const keys = [...new Set(lines.map(keyOf))];
  const sums = keys.map((key) => total(lines.filter((l) => keyOf(l) === key).map((l) => l.value)));
  const shown = apportion(sums, unit);
  const parts = keys.map((code, i): Part => {
    const own = lines.filter((l) => keyOf(l) === code && l.code !== code);
    const rounded = fitted(
      own.map((l) => l.value),
      shown[i] ?? 0,
      unit,
    );
    return {
      code,
      value: sums[i] ?? 0,
      shown: shown[i] ?? 0,
      lines: own.map((l, k) => ({ code: l.code, value: l.value, shown: rounded[k] ?? 0 })),
      sources: components.filter((c) => c.component === code),
    };
  });
  return {
    base: parts.find((p) => p.code === 'base')?.shown ?? 0,
    parts: parts.filter((p) => p.code !== 'base' && !isMute(p)),
    total: total(shown),
  };
}

/** What a line belongs to: its component; the base, a cap and the bounds are their own. */
const keyOf = (l: { code: string; component: string }) =>
  l.code.startsWith('cap.') || l.component === '' ? l.code : l.component;

/** Rounds values so that they sum to a total that was itself rounded up or down to fit its neighbours. */
export function fitted(values: number[], want: number, unit: number): number[] {
  if (values.length === 0) return [];
  const rounded = apportion(values, unit);
  const off = want - total(rounded); // a unit at most
  const largest = values.reduce((best, v, i) => (Math.abs(v) > Math.abs(values[best] ?? 0) ? i : best), 0);
  rounded[largest] = (rounded[largest] ?? 0) + off;
  return rounded;
}

/** A component that the scheme gives no weight, or a table without points, says nothing. */
const isMute = (p: Part) => p.value === 0 && p.sources.every((c) => c.weight === 0);

const total = (values: number[]) => values.reduce((a, b) => a + b, 0);

/** How a figure compares with what it is measured against, given its 95 % interval. */
export const against = (low: number, high: number, mark: number) =>
  low > mark ? 'above' : high < mark ? 'below' : 'same';
