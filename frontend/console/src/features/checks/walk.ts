import type { Person, Plan, PlanItem, Roster } from '../../lib/field/types';

/** Somebody of the plan, and whether they have been observed. */
export interface Stop {
  item: PlanItem;
  person: Person;
  state: 'open' | 'waits' | 'done'; // waits: observed, but the server does not know yet
}

/** The people of the plan who are met in one ward. */
export interface Ward {
  departmentId: number;
  stops: Stop[];
  open: number;
}

const need = (a: Stop, b: Stop) =>
  a.item.seen - b.item.seen || (a.item.lastOn ?? '').localeCompare(b.item.lastOn ?? '') || a.person.id - b.person.id;

const late = (s: Stop) => (s.state === 'open' ? 0 : 1);

/**
 * A plan as a walk: ward by ward, the one with whoever was observed least first; in a ward whoever was observed least,
 * or longest ago, first. Who is done moves down, in the ward and with the ward. Those observed on this phone, whose
 * checks still wait, count as done. Who is no longer on the roster cannot be observed.
 */
export function walk(plan: Plan, roster: Pick<Roster, 'employees'>, waiting: ReadonlySet<number>): Ward[] {
  const people = new Map(roster.employees.map((e) => [e.id, e]));
  const wards = new Map<number, Stop[]>();
  for (const item of plan.items) {
    const person = people.get(item.employeeId);
    if (!person) continue;
    const state = item.done ? 'done' : waiting.has(person.id) ? 'waits' : 'open';
    wards.set(item.departmentId, [...(wards.get(item.departmentId) ?? []), { item, person, state }]);
  }
  return [...wards]
    .map(([departmentId, stops]) => ({
      departmentId,
      stops: stops.sort((a, b) => late(a) - late(b) || need(a, b)),
      open: stops.filter((s) => s.state === 'open').length,
    }))
    .sort((a, b) => Number(a.open === 0) - Number(b.open === 0) || needOf(a, b));
}

function needOf(a: Ward, b: Ward): number {
  const [first, other] = [a.stops[0], b.stops[0]];
  return first && other ? need(first, other) : 0;
}

/** Those of the plan whom somebody may still observe today, in the order of the walk. */
export const ahead = (wards: Ward[]): Stop[] => wards.flatMap((w) => w.stops.filter((s) => s.state === 'open'));
