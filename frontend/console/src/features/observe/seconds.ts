import type { Translate } from '../../i18n/setup';

/** A time in tenths, as the figures and the unit that belongs behind them; from a minute on as 1:23.4, without one. */
export function figures(milliseconds: number, digits = 1): { number: string; unit: boolean } {
  const scale = 10 ** (3 - digits);
  const cut = Math.floor(milliseconds / scale) * scale; // as stopwatches do: what has not passed is not shown
  if (cut < 60_000) return { number: (cut / 1000).toFixed(digits), unit: true };
  const minutes = Math.floor(cut / 60_000);
  const seconds = ((cut % 60_000) / 1000).toFixed(digits).padStart(digits ? 3 + digits : 2, '0');
  return { number: `${minutes}:${seconds}`, unit: false };
}

/** What is late looks late: 5.04 s are not shown as the 5.0 s that would have been in time. */
const justLate = (milliseconds: number, target: number) =>
  [target, 2 * target].some((limit) => milliseconds > limit && milliseconds < limit + 100);

/** A measured time, for display beside its target. */
export const measuredFigures = (milliseconds: number, target: number) =>
  justLate(milliseconds, target) ? figures(Math.ceil(milliseconds / 10) * 10, 2) : figures(milliseconds);

/** A measured time with its unit, such as 3.8 s. */
export function measuredTime(t: Translate, milliseconds: number, target: number): string {
  const { number, unit } = measuredFigures(milliseconds, target);
  return unit ? t('stopwatch.seconds', { n: number }) : number;
}

/** A target in whole units, such as 5 s or 3 min. */
export const wholeTime = (t: Translate, milliseconds: number): string =>
  milliseconds >= 120_000 && milliseconds % 60_000 === 0
    ? t('stopwatch.minutes', { n: milliseconds / 60_000 })
    : t('stopwatch.seconds', { n: milliseconds / 1000 });
