import type { Localized } from '../../api/types';
import type { Draft, DraftFinding, FieldStandard, Result } from '../../lib/field/types';
import { timed } from './timing';

/** The target of what is timed; undefined for what is judged. */
export const target = (standard?: FieldStandard) =>
  standard?.measure === 'seconds' ? (standard.targetMs ?? 0) : undefined;

/** Whether an answer takes something away, and therefore needs an instance. */
export const deducts = (result?: Result) => result === 'partly' || result === 'not-met';

/** Whether an answer says something about the person. */
export const judges = (result?: Result) => result === 'met' || deducts(result);

/** What the stopwatch says of a finding; undefined if nothing was timed. */
export const measured = (finding: DraftFinding, standard?: FieldStandard) => {
  const ms = target(standard);
  return ms === undefined ? undefined : timed(finding.attempts, ms);
};

/** Whether an answer goes against the stopwatch, which needs a reason. */
export const overrules = (finding: DraftFinding, result: Result | undefined, standard?: FieldStandard) => {
  const says = measured(finding, standard);
  return says !== undefined && result !== undefined && says !== result;
};

/** Answers an item. The reason is why it does not apply, or why not as timed; another answer's goes. */
export function choose(finding: DraftFinding, result: Result, reason?: string) {
  if (finding.result !== result || reason) finding.reason = reason;
  finding.result = result;
}

/** What comes before a reason in the observer's own words, as the server tells it from the codes of a standard. */
export const ownReason = 'other: ';

/** The reason of an answer in words. */
export function reasonText(
  finding: DraftFinding,
  standard: FieldStandard | undefined,
  text: (words: Localized) => string,
) {
  const known = standard?.notApplicable.find((r) => r.code === finding.reason);
  return known ? text(known.text) : finding.reason?.replace(ownReason, '');
}

/** What an item still needs before the server takes it. */
export type Missing = 'note' | 'reason' | 'attempt' | 'why';

/** What is missing of one item, in the order in which it is asked for. An item without an answer lacks nothing: it was not seen. */
export function missing(finding: DraftFinding, standard?: FieldStandard): Missing[] {
  const { result } = finding;
  const lacks: Missing[] = [];
  if (judges(result) && target(standard) !== undefined && measured(finding, standard) === undefined) {
    lacks.push('attempt');
  }
  if (!finding.reason?.trim()) {
    if (result === 'not-applicable') lacks.push('reason');
    else if (overrules(finding, result, standard)) lacks.push('why');
  }
  if (deducts(result) && !finding.note?.trim()) lacks.push('note');
  return lacks;
}

/** No round takes longer, says the server; what is put right a day later is no part of it. */
const longestRound = 12 * 3600_000;

/** Who answers nothing for this long was not observing yet: the check was only opened. */
const longestWait = 3600_000;

/**
 * Changes an item. A new answer or measurement moves the end of the observation there, and the first one its start if
 * it was long in coming; words and photos do not.
 */
export function changeItem(draft: Draft, standard: string, mutate: (finding: DraftFinding) => void, now: string) {
  const finding = draft.findings.find((f) => f.standard === standard);
  if (!finding) return;
  const { result, attempts } = finding;
  const before = attempts.length;
  const isFirst = !draft.findings.some((f) => f.result || f.attempts.length > 0);
  mutate(finding);
  if (finding.result === result && finding.attempts.length === before) return;
  const took = Date.parse(now) - Date.parse(draft.startedAt);
  if (isFirst && took > longestWait) draft.startedAt = now;
  else if (took > longestRound) return;
  draft.answeredAt = now;
}

/** Says of all that nobody answered that it was not seen. */
export function finish(draft: Draft) {
  for (const finding of draft.findings) finding.result ??= 'not-seen';
}

/** How many items have each answer; unanswered ones apart. */
export function counts(findings: readonly DraftFinding[]): Record<Result | 'open', number> {
  const n = { met: 0, partly: 0, 'not-met': 0, 'not-seen': 0, 'not-applicable': 0, open: 0 };
  for (const f of findings) n[f.result ?? 'open']++;
  return n;
}
