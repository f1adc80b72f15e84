import { createContext, useCallback, useContext, useMemo } from 'react';
import type { Localized, Session } from '../api/types';
import { formatter } from '../i18n/format';
import { localized } from '../i18n/languages';
import { useLanguage } from '../i18n/setup';

const SessionContext = createContext<Session | null>(null);

export const SessionProvider = SessionContext.Provider;

/** Who is signed in. Only what the gate has let through may ask. */
export function useSession(): Session {
  const session = useContext(SessionContext);
  if (!session) throw new Error('useSession outside of a session');
  return session;
}

/** Whether a role of the person signed in includes a permission, such as "read ranking". */
export const may = (session: Session, permission: string) => session.permissions.includes(permission);

/** Numbers and dates for this reader, in the hospital's time zone. */
export function useFormat() {
  const language = useLanguage();
  const { timeZone } = useSession().hospital;
  return useMemo(() => formatter(language, timeZone), [language, timeZone]);
}

/** Chooses the reader's language of a text that the hospital keeps in several. */
export function useLocalized() {
  const language = useLanguage();
  const { hospital } = useSession();
  return useCallback((text: Localized) => localized(text, language, hospital.language), [language, hospital.language]);
}
