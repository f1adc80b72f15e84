import type { Group, Standing, TooFew } from '../../api/types';

/** How somebody compares with the mean of their peers. */
export const positions = ['above', 'same', 'below'] as const;

export type Position = (typeof positions)[number];

export interface Filter {
  q?: string;
  department?: number;
}

/** A department that occurs in a ranking. */
export interface Place {
  id: number;
  name: Record<string, string>;
}

const folded = (s: string) => s.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase();

/** Whether every word of the search is in the person's names or number. */
function matches(person: { name: string; latinName: string; number?: string }, q: string): boolean {
  const text = folded(`${person.name} ${person.latinName} ${person.number ?? ''}`);
  return folded(q)
    .split(/\s+/)
    .every((word) => text.includes(word));
}

/** The rows that pass the filter, best first as they came. */
export const chosen = (rows: Standing[], { q, department }: Filter) =>
  rows.filter((r) => (!department || r.departmentId === department) && (!q || matches(r, q)));

export const chosenFew = (people: TooFew[], { q }: Filter) => people.filter((p) => !q || matches(p, q));

/** The departments of a group, each once, in the order in which they come. */
export function placesOf(group: Group): Place[] {
  const seen = new Map<number, Place>();
  for (const r of group.rows) seen.set(r.departmentId, { id: r.departmentId, name: r.department });
  return [...seen.values()];
}

/** How many people are clearly above, not clearly different and clearly below. */
export function counts(rows: Standing[]): Record<Position, number> {
  const n = { above: 0, same: 0, below: 0 };
  for (const r of rows) n[r.position as Position] += 1;
  return n;
}

/** The ticked rows after one more click: two at most, the older of two makes room. */
export const tick = (ticked: number[], id: number) =>
  ticked.includes(id) ? ticked.filter((other) => other !== id) : [...ticked, id].slice(-2);
