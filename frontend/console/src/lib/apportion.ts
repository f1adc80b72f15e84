/**
 * Rounds values to multiples of unit such that the rounded ones sum to the rounded sum: a reader who adds up
 * the lines on the screen arrives at the total on the screen. Largest remainder; ties go to the earlier value.
 * Each rounded value differs from its own by less than one unit.
 */
export function apportion(values: readonly number[], unit: number): number[] {
  const floors = values.map((v) => Math.floor(v / unit));
  const sum = values.reduce((a, b) => a + b, 0);
  const short = Math.round(sum / unit) - floors.reduce((a, b) => a + b, 0);
  const byRemainder = values
    .map((v, i) => ({ i, rest: v / unit - Math.floor(v / unit) }))
    .sort((a, b) => b.rest - a.rest || a.i - b.i);
  for (const { i } of byRemainder.slice(0, short)) floors[i] = (floors[i] ?? 0) + 1;
  return floors.map((n) => n * unit);
}
