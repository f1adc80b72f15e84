import { useQuery } from '@tanstack/react-query';
import { useEffect, useLayoutEffect, useRef, useState } from 'react';
import { answer, api, Trouble } from '../api/client';
import { early } from '../api/early';
import { queries, sessionQuery } from '../api/queries';
import type { Session } from '../api/types';
import { useIsCheckOpen } from '../lib/field/checkOpen';
import { currentAccount, keepSession, keptSession, owesSignOut, paidSignOut, resume } from '../lib/field/kept';
import { useOutbox } from '../lib/field/outbox';
import { sync } from '../lib/field/sync';
import { listen } from '../lib/field/tell';

/** How long the server has the first word when the app opens; then the phone's memory lets in. */
const patience = 600;

/** Who is signed in. A sign-out that the server could not be told of comes first. */
export const entryQuery = {
  ...sessionQuery,
  queryFn: async (): Promise<Session | null> => {
    const asked = early();
    if (await owesSignOut().catch(() => false)) {
      await answer(api.DELETE('/api/v1/session')).catch((e: unknown) => {
        if (!(e instanceof Trouble) || e.status !== 401) throw e;
      });
      await paidSignOut();
      return null;
    }
    try {
      return await answer(api.GET('/api/v1/session', { fetch: async (request) => (await asked) ?? fetch(request) }));
    } catch (e) {
      if (e instanceof Trouble && e.status === 401) return null;
      throw e;
    }
  },
};

/**
 * Who may come in: by the server's word, or, while it is not reached, by the phone's memory of the last session.
 * held: the server has ended the session in the middle of a check, which goes on; it is sent after the next sign-in.
 */
export function useEntry() {
  const query = useQuery(entryQuery);
  const kept = useKept(query.data === undefined);
  const before = useRef<Session>(null);
  const [leaving, setLeaving] = useState(false);
  const open = useIsCheckOpen();
  const told = query.data;
  const held = told === null && before.current !== null && open && !leaving;
  const session = told ?? (told === undefined ? kept : held ? before.current : null);

  // Before what is inside begins its own work, which asks whose it is; and whenever the server has said it again.
  // biome-ignore lint/correctness/useExhaustiveDependencies: the same words at another time
  useLayoutEffect(() => {
    if (!told) return;
    before.current = told;
    setLeaving(false);
    keepSession(told).then(
      () => void sync({ eager: true }),
      () => {}, // the phone keeps nothing: the strip says so
    );
  }, [told, query.dataUpdatedAt]);
  useLayoutEffect(() => {
    if (told === undefined && kept) {
      before.current = kept;
      resume(kept);
    }
  }, [told, kept]);
  useAskAgain();

  return { query, session, held, ended: before.current !== null, signIn: () => setLeaving(true) };
}

/** The session that the phone remembers: null if there is none, undefined as long as the server has the first word. */
function useKept(wanted: boolean): Session | null | undefined {
  const [kept, setKept] = useState<Session | null>();
  useEffect(() => {
    if (!wanted) return;
    const timer = setTimeout(
      () =>
        keptSession().then(
          (s) => setKept(s ?? null),
          () => setKept(null),
        ),
      navigator.onLine ? patience : 0,
    );
    return () => clearTimeout(timer);
  }, [wanted]);
  return kept;
}

/** Asks the server again when another tab has signed in or out, or what was sent was not let in. */
function useAskAgain() {
  const { paused } = useOutbox();
  const asked = useRef(0);
  useEffect(() => {
    if (!paused || Date.now() - asked.current < 10_000) return; // two answers that contradict each other make no loop
    asked.current = Date.now();
    void queries.invalidateQueries({ queryKey: sessionQuery.queryKey });
  }, [paused]);
  useEffect(
    () =>
      listen(['account'], async () => {
        const kept = await keptSession().catch(() => undefined);
        if (kept?.accountId === currentAccount()) return;
        await queries.invalidateQueries({ queryKey: sessionQuery.queryKey });
      }),
    [],
  );
}
