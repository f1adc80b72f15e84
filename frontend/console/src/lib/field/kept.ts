import type { Session } from '../../api/types';
import { atomically, note, setNote } from './store';
import { tell } from './tell';

let account: number | undefined;

/** The account that this tab works for; undefined: nobody is signed in, or it is not known yet. */
export const currentAccount = () => account;

/** Whether somebody is in: past the second factor and the first password. */
const inside = (s: Session) => !s.secondFactor && !s.mustChangePassword;

/**
 * Keeps who is signed in by the server's word, so that the app opens without a network. What others loaded leaves
 * the phone, and what has waited for a sign-in may go.
 */
export async function keepSession(session: Session) {
  if (!inside(session)) return;
  account = session.accountId;
  const before = await note('session');
  await setNote('session', session);
  await setNote('seenAt', Date.now());
  await setNote('signedOut', undefined);
  await setNote('paused', undefined);
  if (before?.accountId !== session.accountId) {
    await dropKits(session.accountId);
    tell('account');
  }
  tell('outbox');
}

/** For how long the app opens without the server's word: a phone that was lost should not show names for ever. */
const longest = 14 * 24 * 3600_000;

/** The session kept last, until somebody signs out or the server has not been reached for too long. */
export async function keptSession(): Promise<Session | undefined> {
  if ((await note('signedOut')) || Date.now() - ((await note('seenAt')) ?? 0) > longest) return undefined;
  return note('session');
}

/** Works for the session kept last: the server has yet to say whose it is. */
export function resume(session: Session) {
  if (account === session.accountId) return;
  account = session.accountId;
  tell('account');
}

/**
 * Forgets who was signed in, their roster and plan. What waits to be sent stays, for that account. later: the server
 * could not be told, and has to be before anybody opens the app again.
 */
export async function forgetSession({ later = false } = {}) {
  account = undefined;
  await setNote('signedOut', later || undefined);
  await setNote('session', undefined);
  await dropKits(undefined);
  tell('account');
}

/** Whether somebody signed out without a network, and the server does not know. */
export const owesSignOut = async () => (await note('signedOut')) === true;
export const paidSignOut = () => setNote('signedOut', undefined);

const dropKits = (but: number | undefined) =>
  atomically(['kit'], async (tx) => {
    for (const key of await tx.objectStore('kit').getAllKeys())
      if (key[0] !== but) await tx.objectStore('kit').delete(key);
  });
