// Days and times as the hospital's clock shows them, wherever the reader's phone is.

const parts = (at: Date, timeZone: string) =>
  Object.fromEntries(
    new Intl.DateTimeFormat('en-CA', {
      timeZone,
      hourCycle: 'h23',
      year: 'numeric',
      month: '2-digit',
      day: '2-digit',
      hour: '2-digit',
      minute: '2-digit',
      second: '2-digit',
    })
      .formatToParts(at)
      .map(({ type, value }) => [type, value]),
  ) as Record<'year' | 'month' | 'day' | 'hour' | 'minute' | 'second', string>;

/** The day, as 2026-10-31, that an instant is on. */
export function dayAt(at: Date, timeZone: string): string {
  const { year, month, day } = parts(at, timeZone);
  return `${year}-${month}-${day}`;
}

/** The time of day, as 13:05, of an instant. */
export function timeAt(at: Date, timeZone: string): string {
  const { hour, minute } = parts(at, timeZone);
  return `${hour}:${minute}`;
}

/** Some days later. */
export const addDays = (day: string, n: number) =>
  new Date(Date.parse(`${day}T00:00:00Z`) + n * 864e5).toISOString().slice(0, 10);

/**
 * The instant at which the hospital's clock shows a day and a time. Of an hour that comes twice it is the first; one
 * that is left out is read as if it were not. Undefined, if they are no day and time.
 */
export function instant(day: string, time: string, timeZone: string): Date | undefined {
  const wanted = Date.parse(`${day}T${time}:00Z`);
  if (!/^\d{4}-\d\d-\d\dT\d\d:\d\d$/.test(`${day}T${time}`) || Number.isNaN(wanted)) return undefined;
  // Where the clock is ahead changes at most once in a day: one of the two sides of it is right.
  for (const near of [wanted - 864e5, wanted + 864e5]) {
    const found = new Date(wanted - ahead(new Date(near), timeZone));
    if (dayAt(found, timeZone) === day && timeAt(found, timeZone) === time) return found;
  }
  return new Date(wanted - ahead(new Date(wanted - 864e5), timeZone));
}

/** How far a zone's clock is ahead of the universal one, in milliseconds. */
function ahead(at: Date, timeZone: string): number {
  const { year, month, day, hour, minute, second } = parts(at, timeZone);
  return Date.UTC(+year, +month - 1, +day, +hour, +minute, +second) - Math.floor(at.getTime() / 1000) * 1000;
}
