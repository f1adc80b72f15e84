import { search } from '../../lib/field/search';
import type { Person, Roster } from '../../lib/field/types';

/** A ward and all that is below it. */
export function below(roster: Pick<Roster, 'departments'>, ward: number): Set<number> {
  const found = new Set([ward]);
  for (let before = 0; before < found.size; ) {
    before = found.size;
    for (const d of roster.departments) if (d.parentId && found.has(d.parentId)) found.add(d.id);
  }
  return found;
}

/** Who works in a ward, those on duty first, then whoever was observed least. */
export function inWard(roster: Roster, ward: number): Person[] {
  const wards = below(roster, ward);
  return roster.employees
    .filter((e) => e.postings.some((p) => wards.has(p.departmentId)))
    .sort((a, b) => Number(!a.onDuty) - Number(!b.onDuty) || a.seen - b.seen || a.id - b.id);
}

/** Who is found by some words: in the ward where the observer is, if there is one, else everywhere. */
export function find(roster: Roster, words: string, ward?: number): Person[] {
  const everywhere = search(roster, words);
  if (!ward) return everywhere;
  const wards = below(roster, ward);
  const here = everywhere.filter((e) => e.postings.some((p) => wards.has(p.departmentId)));
  return here.length > 0 ? here : everywhere;
}

/** Whether words mean somebody who is on no list, such as the observer. */
export const isFound = (someone: Pick<Person, 'id' | 'number' | 'name'> & { latinName?: string }, words: string) =>
  search({ employees: [{ latinName: '', ...someone, postings: [], badges: [], outside: false, seen: 0 }] }, words)
    .length > 0;
