import type { Attempt, DraftFinding, Result } from '../../lib/field/types';

/**
 * What follows from the attempts that were not cancelled: met if all were within the target, not met if all took more
 * than twice as long, partly between those; undefined if there are none. The server holds findings to the same rule.
 */
export function timed(attempts: readonly Attempt[], target: number): Result | undefined {
  const counted = attempts.filter((a) => !a.cancelled);
  if (counted.length === 0) return undefined;
  if (counted.every((a) => a.milliseconds <= target)) return 'met';
  if (counted.every((a) => a.milliseconds > 2 * target)) return 'not-met';
  return 'partly';
}

/**
 * Keeps an attempt, and lets the stopwatch decide. What the observer has decided against it, with a reason, stays as
 * long as the stopwatch says something else.
 */
export function addAttempt(finding: DraftFinding, attempt: Attempt, target: number) {
  const before = timed(finding.attempts, target);
  const overruled = before !== undefined && finding.result !== before && Boolean(finding.reason);
  finding.attempts.push(attempt);
  const now = timed(finding.attempts, target);
  if (now === undefined || (overruled && finding.result !== now)) return;
  finding.result = now;
  finding.reason = undefined;
}

/** How many attempts the server takes for one finding. */
export const mostAttempts = 50;

/** What a bar or a ring shows in full: the target lies at five eighths of it. */
export const span = (target: number) => target * 1.6;

/** The attempt on show: the last one that counts. */
export const lastCounted = (attempts: readonly Attempt[]) => attempts.filter((a) => !a.cancelled).at(-1);
