import { atomically } from './store';
import { uuid } from './uuid';

/** How long a tab may be silent before another takes over: longer than the longest message is waited for. */
const term = 180_000;

const me = uuid();

/**
 * Runs work if no other tab does. Without Web Locks, which a page from plain HTTP lacks, a lease in the store has
 * to do; it is given back at the end, and runs out by itself. renew keeps it.
 */
export async function alone(work: (renew: () => Promise<boolean>) => Promise<void>) {
  if (typeof navigator !== 'undefined' && navigator.locks) {
    await navigator.locks.request('wardstar.outbox', { ifAvailable: true }, async (lock) => {
      if (lock) await work(async () => true);
    });
    return;
  }
  if (!(await lease())) return;
  try {
    await work(lease);
  } finally {
    await release();
  }
}

function lease(): Promise<boolean> {
  return atomically(['notes'], async (tx) => {
    const now = Date.now();
    const held = (await tx.objectStore('notes').get('lease')) as { owner: string; until: number } | undefined;
    // A lease from further ahead than any is given was made before the clock was put right.
    const free = !held || held.owner === me || held.until < now || held.until > now + 2 * term;
    if (free) await tx.objectStore('notes').put({ owner: me, until: now + term }, 'lease');
    return free;
  });
}

function release(): Promise<void> {
  return atomically(['notes'], async (tx) => {
    const held = (await tx.objectStore('notes').get('lease')) as { owner: string } | undefined;
    if (held?.owner === me) await tx.objectStore('notes').delete('lease');
  });
}
