import { useSyncExternalStore } from 'react';
import { Live, tell } from './tell';

/** How safe what is on this phone is. */
export interface Storage {
  persisted?: boolean; // the browser has promised not to clear it; undefined: not asked yet, or it cannot say
  free?: number; // bytes that may still be stored, about
  trouble?: 'full' | 'forbidden'; // a write failed for want of space; there is no store at all
}

/** Less than this may not hold another round with photos. */
export const tight = 20e6;

let seen: Storage['trouble'];

/** Notes why the store failed, for the strip to say. */
export function trouble(e: unknown) {
  const name = e instanceof Error || e instanceof DOMException ? e.name : '';
  if (name === 'QuotaExceededError') seen = 'full';
  else if (typeof indexedDB === 'undefined' || name === 'SecurityError') seen = 'forbidden';
  else return;
  tell('storage');
}

const storage = new Live<Storage>({}, ['storage'], async () => ({
  ...(seen && { trouble: seen }),
  ...(await estimate()),
  persisted: await persisted(),
}));

const manager = () => (typeof navigator === 'undefined' ? undefined : navigator.storage);

async function persisted(): Promise<boolean | undefined> {
  return (
    (await manager()
      ?.persisted?.()
      .catch(() => undefined)) ?? undefined
  );
}

/** How much room there is, as far as the browser tells. */
export async function estimate(): Promise<{ free?: number }> {
  const { quota, usage } =
    (await manager()
      ?.estimate?.()
      .catch(() => undefined)) ?? {};
  return quota === undefined ? {} : { free: quota - (usage ?? 0) };
}

/** Asks the browser to keep what is stored even when space runs out. Asked when there is first something to lose. */
export async function persist(): Promise<boolean | undefined> {
  const kept =
    (await persisted()) ||
    (await manager()
      ?.persist?.()
      .catch(() => undefined));
  tell('storage');
  return kept;
}

/** A write has gone through again. */
export function relieved() {
  if (!seen) return;
  seen = undefined;
  tell('storage');
}

export const useStorage = () => useSyncExternalStore(storage.subscribe, storage.get);
