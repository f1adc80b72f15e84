import { type Language, locale } from './languages';

const minus = '\u2212';

/** Writes numbers and dates as a reader of language expects them, in the hospital's time zone. */
export function formatter(language: Language, timeZone: string) {
  const tag = locale(language);
  const number = (options: Intl.NumberFormatOptions) => {
    const f = new Intl.NumberFormat(tag, { numberingSystem: 'latn', ...options });
    return (v: number) => f.format(v).replace('-', minus);
  };
  const date = (options: Intl.DateTimeFormatOptions) => {
    const f = new Intl.DateTimeFormat(tag, { numberingSystem: 'latn', hourCycle: 'h23', timeZone, ...options });
    return (v: string | Date) => f.format(typeof v === 'string' ? day(v) : v);
  };
  const digits = (n: number) => ({ minimumFractionDigits: n, maximumFractionDigits: n });
  const month = date({ year: 'numeric', month: 'long', timeZone: 'UTC' });
  const monthOnly = date({ month: 'long', timeZone: 'UTC' });
  const fraction = number(digits(1));
  const score = (tenThousandths: number) => fraction(positiveZero(tenThousandths, 1) / 1e4);
  const said = number({ maximumFractionDigits: 1 });
  const exact = number(digits(4));
  return {
    count: number({ maximumFractionDigits: 0 }),
    /** 700000 is written 70.0. */
    score,
    /** Minutes as hours. */
    hours: (minutes: number) => fraction(minutes / 60),
    /** Minutes as hours, in a sentence: 26 rather than 26.0. */
    hoursSaid: (minutes: number) => said(minutes / 60),
    /** Milliseconds as seconds. */
    seconds: (milliseconds: number) => fraction(milliseconds / 1000),
    /** A score to all the digits it is stored with. */
    exact: (tenThousandths: number) => exact(tenThousandths / 1e4),
    /** A part of a score, with its sign. */
    points: (tenThousandths: number, decimals: 1 | 4 = 1) =>
      number({ ...digits(decimals), signDisplay: 'exceptZero' })(positiveZero(tenThousandths, decimals) / 1e4),
    /** A share of 1 in ten-thousandths, as a percentage. */
    percent: (tenThousandths: number) => number({ style: 'percent', maximumFractionDigits: 0 })(tenThousandths / 1e4),
    /** An interval for tables; sentences put it in words. */
    interval: (low: number, high: number) => `${score(low)}–${score(high)}`,
    /** "2026-10" is written October 2026. */
    month: (name: string) => month(`${name}-01`),
    /** "2026-10" is written October. */
    monthOnly: (name: string) => monthOnly(`${name}-01`),
    date: date({ year: 'numeric', month: 'long', day: 'numeric' }),
    /** A calendar day that has no time zone. */
    day: date({ year: 'numeric', month: 'long', day: 'numeric', timeZone: 'UTC' }),
    dayShort: date({ month: 'short', day: 'numeric', timeZone: 'UTC' }),
    /** The day of an instant, with that of the week. */
    weekday: date({ weekday: 'short', month: 'short', day: 'numeric' }),
    time: date({ hour: '2-digit', minute: '2-digit' }),
    dateTime: date({ year: 'numeric', month: 'long', day: 'numeric', hour: '2-digit', minute: '2-digit' }),
  };
}

export type Formatter = ReturnType<typeof formatter>;

/** What rounds to zero has no sign. */
function positiveZero(tenThousandths: number, decimals: number): number {
  const unit = 10 ** (4 - decimals);
  return Math.abs(tenThousandths) < unit / 2 ? 0 : tenThousandths;
}

/** Dates without a time are days of the calendar, wherever the reader is. */
function day(v: string): Date {
  return new Date(/^\d{4}-\d\d-\d\d$/.test(v) ? `${v}T00:00:00Z` : v);
}
