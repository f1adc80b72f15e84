import { currentAccount } from './kept';
import { alone } from './lock';
import { type Outcome, send } from './send';
import { atomically, note, setNote, stored } from './store';
import { tell } from './tell';
import type { Queued } from './types';

const first = 2_000;
const longest = 5 * 60_000;
const remembered = 36 * 3600_000; // today's list, whatever the time zone

/** How long to wait after the nth failure: twice as long each time, and not all phones at once. */
export const backOff = (tries: number, chance = Math.random()) =>
  Math.min(longest, first * 2 ** Math.min(tries, 16)) * (0.5 + chance / 2);

let running: Promise<void> | undefined;
let timer: ReturnType<typeof setTimeout> | undefined;

/**
 * Sends what waits for whoever is signed in, the oldest first, a check before its photos and thanks. One tab does
 * it at a time; what the server has stored and we have not heard of, it recognises by the key. eager: now, even if
 * it was put off.
 */
export function sync({ eager = false, account = currentAccount() }: Syncing = {}): Promise<void> {
  if (account === undefined) return Promise.resolve();
  if (eager && running) return running.then(() => sync({ eager, account }));
  running ??= alone((renew) => run(account, eager, renew))
    .catch(() => {}) // the store cannot be read; storage.ts has noted it
    .finally(() => {
      running = undefined;
      void plan(account);
    });
  return running;
}

interface Syncing {
  eager?: boolean;
  account?: number;
}

async function run(account: number, eager: boolean, renew: () => Promise<boolean>) {
  if ((await note('paused')) === account) return;
  const begun = Date.now();
  const tried = new Set<string>();
  for (;;) {
    const item = due(await mine(account), eager ? begun + 2 * longest : Date.now(), tried);
    if (!item || !(await renew())) return;
    tried.add(item.id);
    const outcome = await send(item);
    await settle(item, outcome);
    tell('outbox');
    if (outcome.is === 'signed-out' || (outcome.is === 'later' && outcome.unreached)) return;
  }
}

const mine = (account: number) =>
  stored(async (db) => (await db.getAll('outbox')).filter((item) => item.account === account));

/** What may go sooner or later: it was not refused, and its check is with the server. */
function ready(items: Queued[]): Queued[] {
  const checks = new Set(items.filter((i) => i.kind === 'check').map((i) => i.id));
  return items.filter((i) => !i.refused && !(i.check && checks.has(i.check)));
}

/** How many things an account could send now: none was refused, and nobody has to sign in first. */
export async function sendable(account: number): Promise<number> {
  return (await note('paused')) === account ? 0 : ready(await mine(account)).length;
}

/** The next item to go. */
function due(items: Queued[], now: number, tried: ReadonlySet<string>): Queued | undefined {
  return ready(items)
    .filter((i) => i.nextAt <= now && !tried.has(i.id))
    .sort((a, b) => order[a.kind] - order[b.kind] || a.queuedAt.localeCompare(b.queuedAt))[0];
}

const order = { check: 0, recognition: 1, photo: 2 };

async function settle(item: Queued, outcome: Outcome) {
  switch (outcome.is) {
    case 'signed-out':
      return setNote('paused', item.account);
    case 'taken':
      return taken(item, outcome.serverId);
    case 'refused':
      return change(item, { refused: outcome.refusal });
    case 'later': {
      const tries = item.tries + 1;
      return change(item, { tries, nextAt: Date.now() + (outcome.after ?? backOff(item.tries)) });
    }
  }
}

/** Changes what is still there: it may have been discarded while it was on its way. */
const change = (item: Queued, to: Partial<Queued>) =>
  atomically(['outbox'], async (tx) => {
    const found = await tx.objectStore('outbox').get(item.id);
    if (found) await tx.objectStore('outbox').put({ ...found, ...to });
  });

/** The one way out of the outbox but for a person's: the server has it. */
const taken = (item: Queued, serverId?: number) =>
  atomically(['outbox', 'photos', 'sent'], async (tx) => {
    await tx.objectStore('outbox').delete(item.id);
    if (item.kind === 'photo') await tx.objectStore('photos').delete(item.id);
    const sent = tx.objectStore('sent');
    const { id, kind, account, label } = item;
    await sent.put({ id, kind, account, label, sentAt: new Date().toISOString(), ...(serverId && { serverId }) });
    const before = new Date(Date.now() - remembered).toISOString();
    for (const old of await sent.index('sentAt').getAllKeys(IDBKeyRange.upperBound(before))) await sent.delete(old);
  });

/** Comes back when the next item may go. */
async function plan(account: number) {
  clearTimeout(timer);
  if ((await note('paused').catch(() => account)) === account) return; // until somebody signs in
  const items = await mine(account).catch(() => []);
  const next = Math.min(...ready(items).map((i) => i.nextAt));
  if (next === Number.POSITIVE_INFINITY) return;
  clearTimeout(timer);
  const still = () => currentAccount() === account && void sync({ account }); // unless they signed out
  timer = setTimeout(still, Math.max(2_000, Math.min(next - Date.now(), longest)));
}
