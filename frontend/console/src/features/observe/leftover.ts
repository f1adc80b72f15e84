import type { Attempt } from '../../lib/field/types';

const stored = 'wardstar.stopwatch';

/** A measurement under way, for the case that the page does not live to see its end. */
interface Leftover {
  check: string;
  standard: string;
  since: number; // by the wall clock, like seen
  seen: number;
}

function read(): Leftover | undefined {
  try {
    return JSON.parse(localStorage.getItem(stored) ?? 'null') ?? undefined;
  } catch {
    return undefined; // storage is forbidden, or somebody else's
  }
}

function write(leftover?: Leftover) {
  try {
    if (leftover) localStorage.setItem(stored, JSON.stringify(leftover));
    else localStorage.removeItem(stored);
  } catch {
    // Then only a page that lives keeps the attempt.
  }
}

/** Notes that a measurement has begun, before anything else can happen. */
export const begun = (check: string, standard: string, since: number) => write({ check, standard, since, seen: since });

/** Notes how long it has been running: the page is being hidden, perhaps for good. */
export function seen(at: number) {
  const leftover = read();
  if (leftover) write({ ...leftover, seen: at });
}

/** The measurement has ended, and is kept where it belongs. */
export const ended = () => write();

/** Takes the attempt that a page left behind when it died, for the check it belongs to. */
export function taken(check: string, reason: string): { standard: string; attempt: Attempt } | undefined {
  const leftover = read();
  if (leftover?.check !== check) return undefined;
  write();
  const milliseconds = Math.min(Math.max(Math.round(leftover.seen - leftover.since), 1), 86_400_000);
  return { standard: leftover.standard, attempt: { milliseconds, cancelled: reason } };
}
