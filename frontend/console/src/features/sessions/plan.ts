import type { Lesson } from '../../api/types';
import { addDays, dayAt, instant, timeAt } from '../../lib/zone';
import type { Plan } from './queries';

export const kinds = ['lesson', 'case-sharing', 'case-review'] as const;

/** A session as it is being written: everything as its field holds it. */
export interface Form {
  courseId: string;
  kind: (typeof kinds)[number];
  trainer: { id: number; name: string };
  place: string;
  day: string;
  from: string;
  to: string;
  capacity: string;
}

export type Fault = 'course' | 'place' | 'when' | 'ends' | 'capacity' | 'trainer';

/** An empty form, or one that says what a session is now. */
export function formOf(session: Lesson | undefined, self: Form['trainer'], timeZone: string, now: Date): Form {
  if (!session) {
    const day = addDays(dayAt(now, timeZone), 1);
    return { courseId: '', kind: 'lesson', trainer: self, place: '', day, from: '13:00', to: '', capacity: '' };
  }
  const start = new Date(session.startsAt);
  return {
    courseId: String(session.courseId),
    kind: kinds.find((kind) => kind === session.kind) ?? 'lesson',
    trainer: { id: session.trainerId, name: session.trainer },
    place: session.place,
    day: dayAt(start, timeZone),
    from: timeAt(start, timeZone),
    to: timeAt(new Date(session.endsAt), timeZone),
    capacity: session.capacity > 0 ? String(session.capacity) : '',
  };
}

/** What a form says, or the fields that have to be looked at. A session that ends before it begins ends the day after. */
export function read(form: Form, timeZone: string): { plan: Plan } | { faults: Fault[] } {
  const start = instant(form.day, form.from, timeZone);
  const end = instant(form.to > form.from ? form.day : safeNext(form.day), form.to, timeZone);
  const capacity = form.capacity.trim() === '' ? 0 : Number(form.capacity);
  const faults: Fault[] = [];
  if (!Number(form.courseId)) faults.push('course');
  if (!form.trainer.id) faults.push('trainer');
  if (!start) faults.push('when');
  if (!end) faults.push('ends');
  if (!form.place.trim()) faults.push('place');
  if (!Number.isInteger(capacity) || capacity < 0 || capacity > 10_000) faults.push('capacity');
  if (faults.length > 0 || !start || !end) return { faults };
  return {
    plan: {
      courseId: Number(form.courseId),
      kind: form.kind,
      trainerId: form.trainer.id,
      place: form.place.trim(),
      capacity,
      startsAt: start.toISOString(),
      endsAt: end.toISOString(),
    },
  };
}

const safeNext = (day: string) => (Number.isNaN(Date.parse(`${day}T00:00:00Z`)) ? '' : addDays(day, 1));

/** When a session that begins then and is worth that many minutes ends, as a clock shows it. */
export function endOf(from: string, minutes: number): string {
  const [h = Number.NaN, m = Number.NaN] = from.split(':').map(Number);
  if (Number.isNaN(h + m)) return '';
  const at = (h * 60 + m + minutes) % 1440;
  return `${String(Math.floor(at / 60)).padStart(2, '0')}:${String(at % 60).padStart(2, '0')}`;
}
