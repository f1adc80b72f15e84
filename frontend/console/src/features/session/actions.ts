import { answer, api, Trouble } from '../../api/client';
import { queries, sessionQuery } from '../../api/queries';
import type { Language } from '../../i18n/languages';
import { choose } from '../../i18n/setup';
import { forgetSession, paidSignOut } from '../../lib/field/kept';

/** Asks again who is signed in: the gate shows what comes next. */
export async function askAgain() {
  await paidSignOut().catch(() => {}); // whoever has signed in since is not meant by it
  await queries.invalidateQueries({ queryKey: sessionQuery.queryKey });
}

export async function signIn(name: string, password: string) {
  await answer(api.POST('/api/v1/session', { body: { name, password } }));
  await askAgain();
}

/** Signs in with a one-time code and a password to replace it. */
export async function redeem(name: string, code: string, fresh: string) {
  await answer(api.POST('/api/v1/session/redeem-code', { body: { name, code, newPassword: fresh } }));
  await askAgain();
}

export async function giveCode(code: string) {
  await answer(api.POST('/api/v1/session/second-factor', { body: { code } }));
  await askAgain();
}

/**
 * Ends the session and forgets everything it has loaded: the next person may be another. Without a network it is
 * forgotten here, and the server is told before anybody comes in again.
 */
export async function signOut() {
  const { continueAt, later } = await endSession();
  await forgetSession({ later }).catch(() => {}); // nothing is kept on this phone
  queries.setQueryData(sessionQuery.queryKey, null);
  queries.removeQueries({ predicate: (query) => query.queryKey[0] !== sessionQuery.queryKey[0] });
  if (continueAt) location.assign(continueAt); // to end the session at the hospital's sign-in service, too
}

async function endSession(): Promise<{ continueAt?: string; later: boolean }> {
  try {
    return { ...(await answer(api.DELETE('/api/v1/session'))), later: false };
  } catch (e) {
    if (!(e instanceof Trouble)) throw e;
    if (e.status === 401) return { later: false }; // it has ended by itself
    if (e.status === 0) return { later: true };
    throw e;
  }
}

export async function changePassword(old: string, fresh: string) {
  await answer(api.POST('/api/v1/session/password', { body: { oldPassword: old, newPassword: fresh } }));
  await askAgain();
}

/** Keeps the language with the account, for the next device. */
export async function rememberLanguage(language: Language) {
  await choose(language);
  await answer(api.PUT('/api/v1/session/language', { body: { language } })).catch(() => {
    // It is changed on this device, which is what was asked for; the account follows another time.
  });
}
