import { Trouble } from '../../api/client';
import type { Lesson } from '../../api/types';
import { phase } from '../../lib/lessons';

/** Why somebody was not checked in or out, in one word that has a text. */
export type Refusal =
  | 'away'
  | 'wrong'
  | 'tooMany'
  | 'shown'
  | 'notPosted'
  | 'gone'
  | 'cancelled'
  | 'early'
  | 'ended'
  | 'full'
  | 'moment'
  | 'notIn'
  | 'other';

interface About {
  session: Lesson | undefined;
  leaving: boolean;
  isIn: boolean; // has checked in
}

/** Tells from the server's refusal, and from what is known of the session, what to say. */
export function refusal(error: Error, { session, leaving, isIn }: About, now: number): Refusal {
  const status = error instanceof Trouble ? error.status : -1;
  switch (status) {
    case 0:
    case 503:
      return 'away';
    case 422:
      return 'wrong';
    case 429:
      return 'tooMany';
    case 403:
      return 'shown';
    case 404:
      return session ? 'notPosted' : 'gone';
    case 409:
      return conflict(session, leaving, isIn, now);
    default:
      return 'other';
  }
}

function conflict(session: Lesson | undefined, leaving: boolean, isIn: boolean, now: number): Refusal {
  const at = session && phase(session, now);
  if (at === 'cancelled') return 'cancelled';
  if (at === 'ahead') return 'early';
  if (at === 'over' || (at === 'closing' && !leaving)) return 'ended';
  if (leaving) return isIn ? 'moment' : 'notIn';
  return session && session.capacity > 0 ? 'full' : 'other';
}
