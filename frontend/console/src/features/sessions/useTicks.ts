import { useCallback, useEffect, useReducer, useRef } from 'react';
import { answer, api, Trouble } from '../../api/client';
import { queries } from '../../api/queries';
import type { Lesson } from '../../api/types';
import { lessonQuery } from '../../lib/lessonQueries';
import { useSession } from '../../lib/session';
import { ahead } from './code';
import { add, cameAt, due, type Person, restore, sent, type Tick, undo } from './ticks';

/** What the trainer has scanned: held for a moment in which it can be taken back, then sent, each once. */
export function useTicks(session: Lesson) {
  const account = `wardstar.ticks.${useSession().accountId}.${session.id}`; // a person's own, of one session
  const list = useRef<Tick[]>(restore(read(account), Date.now()));
  const [, redraw] = useReducer((n: number) => n + 1, 0);
  const skew = useRef(0);
  const busy = useRef(false);

  const set = useCallback(
    (ticks: Tick[]) => {
      list.current = ticks;
      keep(account, ticks);
      redraw();
    },
    [account],
  );

  const send = useCallback(
    async (all: boolean) => {
      if (busy.current) return;
      busy.current = true;
      for (let next = due(list.current, Date.now(), all); next; next = due(list.current, Date.now(), all)) {
        const id = next.employeeId;
        const outcome = await tick(session, next, skew);
        set(sent(list.current, id, outcome, Date.now()));
        if (outcome === 'sent') void queries.invalidateQueries({ queryKey: lessonQuery(session.id).queryKey });
        if (outcome === 'away') break;
      }
      busy.current = false;
    },
    [session, set],
  );

  useEffect(() => {
    const timer = setInterval(() => {
      if (due(list.current, Date.now())) void send(false);
      if (list.current.some((t) => t.state === 'held')) redraw(); // the seconds in which it can be taken back
    }, 500);
    // Whoever turns to something else has finished: what is held goes at once, before the phone forgets the page.
    const hidden = () => {
      if (document.visibilityState === 'hidden') void send(true);
    };
    document.addEventListener('visibilitychange', hidden);
    return () => {
      clearInterval(timer);
      document.removeEventListener('visibilitychange', hidden);
      void send(true);
    };
  }, [send]);

  return {
    ticks: list.current,
    add: (person: Person) => set(add(list.current, person, Date.now())),
    undo: (id: number) => set(undo(list.current, id)),
  };
}

async function tick(session: Lesson, next: Tick, skew: { current: number }): Promise<'sent' | 'refused' | 'away'> {
  const came = cameAt(next, session, skew.current);
  const body = { employeeIds: [next.employeeId], ...(came && { cameAt: came }) };
  const asked = Date.now();
  const call = api.POST('/api/v1/training-sessions/{id}/ticks', {
    params: { path: { id: session.id } },
    body,
    keepalive: true,
  });
  try {
    await answer(
      call.then((got) => {
        skew.current = ahead(got.response.headers.get('Date'), asked, Date.now());
        return got;
      }),
    );
    return 'sent';
  } catch (e) {
    const passing = e instanceof Trouble && (e.status === 0 || e.status === 401 || e.status === 429 || e.status >= 500);
    return passing ? 'away' : 'refused';
  }
}

function read(name: string): string | null {
  try {
    return localStorage.getItem(name);
  } catch {
    return null;
  }
}

function keep(name: string, ticks: readonly Tick[]) {
  const held = ticks.filter((t) => t.state === 'held');
  try {
    if (held.length > 0) localStorage.setItem(name, JSON.stringify(held));
    else localStorage.removeItem(name);
  } catch {
    // Storage is forbidden: what is held lasts as long as the page.
  }
}
