import type { Session } from '../../api/types';
import { note, setNote, stored } from './store';
import { tell } from './tell';

let account: number | undefined;

/** The account that this tab works for; undefined: nobody is signed in. */
export const currentAccount = () => account;

/** Whether somebody is in: past the second factor and the first password. */
const inside = (s: Session) => !s.secondFactor && !s.mustChangePassword;

/** Keeps who is signed in, so that the app opens without a network. Others' rosters leave the phone. */
export async function keepSession(session: Session) {
  if (!inside(session)) return;
  const changed = account !== session.accountId;
  account = session.accountId;
  await setNote('session', session);
  await setNote('paused', undefined);
  await dropKits(session.accountId);
  if (changed) tell('account');
  tell('outbox'); // the sign-in that what waits has waited for
}

/** The session kept last, until somebody signs out. */
export async function keptSession(): Promise<Session | undefined> {
  const session = await note('session').catch(() => undefined);
  account ??= session?.accountId;
  return session;
}

/** Forgets who was signed in, their roster and plan. What waits to be sent stays, for that account. */
export async function forgetSession() {
  account = undefined;
  await setNote('session', undefined);
  await dropKits(undefined);
  tell('account');
}

const dropKits = (but: number | undefined) =>
  stored(async (db) => {
    const tx = db.transaction('kit', 'readwrite');
    for (const key of await tx.store.getAllKeys()) if (key[0] !== but) await tx.store.delete(key);
    await tx.done;
  });
