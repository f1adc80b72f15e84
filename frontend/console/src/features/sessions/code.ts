/** For how long after it changes a code is still taken: phones need a moment. */
export const grace = 30_000;

/** How long a code is shown, in milliseconds. */
export const shownFor = 30_000;

/** A code as the screen holds it. */
export interface Shown {
  typed: string;
  picture: string; // of the QR code, as the address of an image; "": the server cannot draw it
  changesAt: number; // by this device's clock
}

/** Whether the code on the screen is the latest, is the one before but still taken, or is worth nothing any more. */
export type Freshness = 'fresh' | 'late' | 'stale';

export function freshness({ changesAt }: Shown, now: number): Freshness {
  if (now < changesAt + 2_000) return 'fresh'; // the next one is on its way
  return now < changesAt + grace ? 'late' : 'stale';
}

/** Seconds until the code changes or, where the next one does not come, until it is no longer taken. */
export const secondsLeft = ({ changesAt }: Shown, now: number) =>
  Math.max(0, Math.ceil((changesAt + (now < changesAt ? 0 : grace) - now) / 1000));

/** What of its time a code has left, from 1 to 0. */
export const share = ({ changesAt }: Shown, now: number) => Math.min(1, Math.max(0, (changesAt - now) / shownFor));

/** How long to wait before asking again: until the code changes, and often while there is no answer. */
export const nextLook = (shown: Shown | undefined, failed: boolean, now: number) =>
  failed || !shown ? 2_000 : Math.max(400, shown.changesAt - now + 250);

/** How far this device's clock is ahead, from the whole seconds of an answer's date. */
export function ahead(date: string | null, asked: number, answered: number): number {
  const at = Date.parse(date ?? '');
  return Number.isNaN(at) ? 0 : (asked + answered) / 2 - (at + 500);
}
