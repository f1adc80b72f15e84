import type { Translate } from '../../i18n/setup';

/** The fewest characters of a password; the server has the last word. */
export const shortest = 10;

export interface FreshFaults {
  fresh?: string;
  again?: string;
}

/** What is wrong with a new password, before the server is asked. */
export function freshFaults(t: Translate, fresh: string, again: string): FreshFaults {
  const faults: FreshFaults = {};
  if ([...fresh].length < shortest) faults.fresh = t('password.short', { n: shortest });
  if (fresh !== again) faults.again = t('password.differ');
  return faults;
}

/** What the server says of a password that the hospital wants longer. */
export const tooShort = (t: Translate, words: string) =>
  t('password.short', { n: Number(words.match(/\d+/)?.[0] ?? shortest) });
