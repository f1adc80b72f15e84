import type { Period } from '../api/types';

/** The states of a period's life, in their order. */
export const statuses = ['draft', 'announced', 'running', 'computed', 'appeals', 'signed', 'closed'] as const;

export type Status = (typeof statuses)[number];

const latestFirst = (periods: readonly Period[]) => [...periods].sort((a, b) => b.name.localeCompare(a.name));

/** The periods that have figures, the latest first. */
export const computed = (periods: readonly Period[]) => latestFirst(periods).filter((p) => p.computedAt);

/** The period that work is on: the latest that runs or is being settled, else the latest. */
export function current(periods: readonly Period[]): Period | undefined {
  const sorted = latestFirst(periods);
  return sorted.find((p) => !['draft', 'announced', 'closed'].includes(p.status)) ?? sorted[0];
}

/** Whether a period's figures may be computed now, for the first time or again. */
export const mayCompute = (period: Period) => period.status === 'running' || period.status === 'computed';

/** The month after the latest period, or this month if there is none. */
export function nextMonth(periods: readonly Period[], today: Date): string {
  const latest = latestFirst(periods)[0]?.name;
  if (!latest) return today.toISOString().slice(0, 7);
  const [year = 0, month = 0] = latest.split('-').map(Number);
  return new Date(Date.UTC(year, month, 1)).toISOString().slice(0, 7); // month is already one ahead: January is 0
}

/** The last day of a period, whose end is the first day after it. */
export const lastDay = (period: Period) =>
  new Date(Date.parse(`${period.endsOn}T00:00:00Z`) - 864e5).toISOString().slice(0, 10);

/** The latest period with figures whose month is over; else the latest with figures. */
export const settled = (periods: readonly Period[]): Period | undefined =>
  computed(periods).find((p) => p.status !== 'running') ?? computed(periods)[0];

/** The period with figures that came before one. */
export const before = (periods: readonly Period[], name: string): Period | undefined =>
  computed(periods).find((p) => p.name < name);

/** The period that runs, if one does. */
export const running = (periods: readonly Period[]): Period | undefined =>
  latestFirst(periods).find((p) => p.status === 'running');
