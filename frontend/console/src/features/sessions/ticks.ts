/** For how long a scan can be taken back: it is sent after that, and what was sent stays. */
export const undoFor = 10_000;

export interface Person {
  employeeId: number;
  number: string;
  name: string;
}

/** Somebody the trainer has seen at the door. */
export interface Tick extends Person {
  at: number; // when, by this device's clock
  due: number; // when it is sent
  state: 'held' | 'sent' | 'refused';
  tries: number;
}

export type Met = 'new' | 'again' | 'there' | 'self';

/** What a scan of somebody means: they are new, scanned before, checked in by their own phone, or the trainer. */
export function meet(ticks: readonly Tick[], there: ReadonlySet<number>, self: number, person: Person): Met {
  if (person.employeeId === self) return 'self';
  if (ticks.some((tick) => tick.employeeId === person.employeeId && tick.state !== 'refused')) return 'again';
  return there.has(person.employeeId) ? 'there' : 'new';
}

/** The latest first; who was refused before is tried anew. */
export function add(ticks: readonly Tick[], person: Person, now: number): Tick[] {
  const others = ticks.filter((tick) => tick.employeeId !== person.employeeId);
  return [{ ...person, at: now, due: now + undoFor, state: 'held', tries: 0 }, ...others];
}

/** Takes a scan back that has not been sent. */
export const undo = (ticks: readonly Tick[], id: number) =>
  ticks.filter((tick) => tick.employeeId !== id || tick.state !== 'held');

/** The next to be sent now, the earliest first; all of them at once when the page is left. */
export function due(ticks: readonly Tick[], now: number, all = false): Tick | undefined {
  return ticks.findLast((tick) => tick.state === 'held' && (all || tick.due <= now));
}

/** What became of sending one: where the network was gone, it is tried again, ever later. */
export function sent(ticks: readonly Tick[], id: number, outcome: 'sent' | 'refused' | 'away', now: number): Tick[] {
  return ticks.map((tick) => {
    if (tick.employeeId !== id) return tick;
    if (outcome !== 'away') return { ...tick, state: outcome };
    const tries = tick.tries + 1;
    return { ...tick, tries, due: now + Math.min(30_000, 1_000 * 2 ** tries) };
  });
}

/**
 * When somebody came, as the server is told: the moment of the scan, by the server's clock. In time where that is not
 * said: who is scanned after the session was there all along.
 */
export function cameAt(tick: Tick, session: { endsAt: string }, skew: number): string | null {
  const at = tick.at - Math.max(0, skew) - 1_000;
  return at < Date.parse(session.endsAt) ? new Date(at).toISOString() : null;
}

/** What was kept on this device over a reload: only what has yet to be sent, and only what is sound. */
export function restore(kept: string | null, now: number): Tick[] {
  try {
    const list = JSON.parse(kept ?? '[]') as Tick[];
    return list.filter(
      (t) => t.state === 'held' && typeof t.employeeId === 'number' && typeof t.name === 'string' && now - t.at < 864e5,
    );
  } catch {
    return [];
  }
}
