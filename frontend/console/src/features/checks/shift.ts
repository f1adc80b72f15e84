import type { Shift } from '../../lib/field/types';
import { timeAt } from '../../lib/zone';

/** The shift at a time: day from 7, evening from 15, night from 23 o'clock of the hospital, as the server has it. */
export function shiftAt(time: Date, timeZone: string): Shift {
  const clock = timeAt(time, timeZone);
  if (clock >= '07:00' && clock < '15:00') return 'day';
  return clock >= '15:00' && clock < '23:00' ? 'evening' : 'night';
}
