import { useSyncExternalStore } from 'react';
import { note, setNote } from './store';
import { Live, tell } from './tell';

/** A difference that people notice, and that puts times in the wrong order. */
export const tolerable = 2 * 60_000;

let last: number | undefined;

/**
 * Notes how far the phone's clock is ahead, from the date of an answer asked for at asked. The date has whole
 * seconds, so that half a second is its best guess. An answer that took long says nothing.
 */
export function heard(response: Response, asked: number, now = Date.now()) {
  const date = Date.parse(response.headers.get('Date') ?? '');
  if (Number.isNaN(date) || now < asked || now - asked > 10_000) return;
  const skew = Math.round((asked + now) / 2 - (date + 500));
  if (last !== undefined && Math.abs(skew - last) < 5_000) return;
  last = skew;
  void setNote('skew', skew).then(
    () => tell('clock'),
    () => tell('clock'),
  );
}

const live = new Live<number | undefined>(undefined, ['clock'], async () => last ?? (await note('skew')));

/** How far the phone's clock is ahead of the server's, in milliseconds, as last seen; undefined: never seen. */
export const useSkew = () => useSyncExternalStore(live.subscribe, live.get);
