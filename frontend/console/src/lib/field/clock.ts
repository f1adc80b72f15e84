import { note, setNote } from './store';
import { tell } from './tell';

/** A difference that people notice, and that puts times in the wrong order. */
export const tolerable = 2 * 60_000;

let last: number | undefined;

/** Smaller changes are the network's. */
const worthNoting = 5_000;

/**
 * Notes how far the phone's clock is ahead, from the date of an answer asked for at asked. The date has whole
 * seconds, so that half a second is its best guess. An answer that took long says nothing.
 */
export function heard(response: Response, asked: number, now = Date.now()) {
  const date = Date.parse(response.headers.get('Date') ?? '');
  if (Number.isNaN(date) || now < asked || now - asked > 10_000) return;
  const ahead = Math.round((asked + now) / 2 - (date + 500));
  if (last !== undefined && Math.abs(ahead - last) < worthNoting) return;
  last = ahead;
  const told = () => tell('clock');
  void setNote('skew', ahead).then(told, told);
}

/** How far the phone's clock is ahead of the server's, in milliseconds, as last seen; undefined: never seen. */
export const skew = async () => last ?? (await note('skew'));
