import type { Attempt } from '../../lib/field/types';

/** A reading of both clocks: the monotonic one that measures, and the wall's, which shows whether the first one slept. */
export interface Reading {
  mono: number;
  wall: number;
}

/** What the stopwatch does. What it has measured is in the finding's attempts. */
export type Watch = { phase: 'idle' } | { phase: 'running'; since: Reading };

export const idle: Watch = { phase: 'idle' };

/**
 * Nobody reacts to anything within 100 ms, which is why sprinters are disqualified for it: a second press that early
 * is the bounce of the first.
 */
const bounce = 100;

/** How far the clocks may drift apart before one of them must have slept or been set. */
const drift = 500;

const longest = 86_400_000; // what the server takes

export const start = (at: Reading): Watch => ({ phase: 'running', since: at });

/** Whether the monotonic clock stood still while time went on: some phones stop it when the screen is locked. */
export const slept = (since: Reading, at: Reading) => Math.abs(at.wall - since.wall - (at.mono - since.mono)) > drift;

/** The time that passed, in whole milliseconds as they are stored. By the wall if the monotonic clock slept. */
export function elapsed(since: Reading, at: Reading): number {
  const passed = slept(since, at) ? at.wall - since.wall : at.mono - since.mono;
  return Math.min(Math.max(Math.round(passed), 1), longest);
}

/**
 * The attempt that a press of Stop ends; none if nothing ran or the press was the bounce of Start. What a clock that
 * slept has measured is kept, but does not count.
 */
export function stop(watch: Watch, at: Reading, sleptReason: string): Attempt | undefined {
  if (watch.phase === 'idle' || at.mono - watch.since.mono < bounce) return undefined;
  const milliseconds = elapsed(watch.since, at);
  return slept(watch.since, at) ? { milliseconds, cancelled: sleptReason } : { milliseconds };
}

/** The attempt that is broken off for a reason; none if nothing ran. */
export function cancel(watch: Watch, at: Reading, reason: string): Attempt | undefined {
  if (watch.phase === 'idle') return undefined;
  return { milliseconds: elapsed(watch.since, at), cancelled: reason };
}
