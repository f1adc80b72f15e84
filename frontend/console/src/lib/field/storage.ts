import { tell } from './tell';

/** How safe what is on this phone is. */
export interface Storage {
  persisted?: boolean; // the browser has promised not to clear it; undefined: it cannot say
  free?: number; // bytes that may still be stored, about
  trouble?: 'full' | 'forbidden'; // a write failed for want of space; there is no store at all
}

/** Less than this may not hold another round with photos. */
export const tight = 20e6;

let seen: Storage['trouble'];

/** Notes why the store failed, for the strip to say. */
export function trouble(e: unknown) {
  const name = (e as { name?: unknown } | null)?.name;
  if (name === 'QuotaExceededError') seen = 'full';
  else if (typeof indexedDB === 'undefined' || name === 'SecurityError') seen = 'forbidden';
  else return;
  tell('storage');
}

/** Notes that what needs room has found it again. */
export function relieved() {
  if (!seen) return;
  seen = undefined;
  tell('storage');
}

const manager = () => (typeof navigator === 'undefined' ? undefined : navigator.storage);

/** Looks how safe what is on this phone is. */
export async function look(): Promise<Storage> {
  return { persisted: await persisted(), ...(await estimate()), ...(seen && { trouble: seen }) };
}

async function persisted(): Promise<boolean | undefined> {
  return manager()
    ?.persisted?.()
    .catch(() => undefined);
}

/** How much room there is, as far as the browser tells. */
export async function estimate(): Promise<{ free?: number }> {
  const told = await manager()
    ?.estimate?.()
    .catch(() => undefined);
  return told?.quota === undefined ? {} : { free: told.quota - (told.usage ?? 0) };
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
