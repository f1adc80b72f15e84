import { tolerable } from '../lib/field/clock';
import type { Outbox } from '../lib/field/outbox';
import { type Storage, tight } from '../lib/field/storage';

/** What the strip may have to say, the most urgent first. */
export type Line =
  | { is: 'full' | 'forbidden' | 'tight' | 'fleeting' | 'update' }
  | { is: 'held' | 'offline' | 'saved' | 'unreached' | 'away'; waiting: number }
  | { is: 'refused'; n: number }
  | { is: 'ahead' | 'behind'; n: number }; // minutes

interface Seen {
  online: boolean;
  unreached: boolean; // the network is there, and the server is not
  observer: boolean; // records what must not be lost
  held: boolean; // the session has ended in the middle of a check
  outbox: Outbox;
  skew: number | undefined;
  storage: Storage;
  newVersion: boolean;
  now: number;
}

/** Whoever has something waiting for longer than this should know what may become of it. */
const longAgo = 24 * 3600_000;

/** What is different now, in the order of its urgency. */
export function lines({ online, unreached, observer, held, outbox, skew = 0, storage, newVersion, now }: Seen): Line[] {
  const { waiting, refused, paused, items } = outbox;
  const found: Line[] = [];
  if (storage.trouble) found.push({ is: storage.trouble });
  if (held || (paused && waiting > 0)) found.push({ is: 'held', waiting });
  else if (!online) found.push({ is: observer || waiting > 0 ? 'saved' : 'offline', waiting });
  else if (unreached || items.some((item) => !item.refused && item.tries > 0))
    found.push({ is: observer || waiting > 0 ? 'unreached' : 'away', waiting });
  if (refused > 0) found.push({ is: 'refused', n: refused });
  if (Math.abs(skew) > tolerable)
    found.push({ is: skew > 0 ? 'ahead' : 'behind', n: Math.round(Math.abs(skew) / 60_000) });
  if (observer && !storage.trouble && storage.free !== undefined && storage.free < tight) found.push({ is: 'tight' });
  const oldest = Math.min(...items.map((item) => Date.parse(item.queuedAt)));
  if (storage.persisted === false && now - oldest > longAgo) found.push({ is: 'fleeting' });
  if (newVersion) found.push({ is: 'update' });
  return found;
}
