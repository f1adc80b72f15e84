import { useState } from 'react';
import { useT } from '../../i18n/setup';
import type { DraftFinding, FieldStandard, Result } from '../../lib/field/types';
import { measuredTime } from '../../lib/seconds';
import { choose, deducts, type Missing, measured, missing, overrules, target } from './answer';
import { advances } from './setting';
import type { Reading } from './stopwatch';
import { addAttempt, timed } from './timing';
import { useStopwatch } from './useStopwatch';

/** The question that is open over an item. */
export type Question = 'note' | 'else' | { why: Result } | { cancelledAt: Reading };

export interface ItemOptions {
  check: string; // the draft's key
  finding: DraftFinding;
  standard?: FieldStandard; // undefined: this phone does not know it
  quiet: () => boolean; // the screen has just changed under the thumb
  onChange: (mutate: (finding: DraftFinding) => void) => Promise<boolean>; // whether the phone could keep it
  onNext: (byAnswer: boolean) => void;
}

/** What happens to an item: answering, measuring, and what is asked for on the way. */
export function useItem({ check, finding, standard, quiet, onChange, onNext }: ItemOptions) {
  const t = useT();
  const goal = target(standard);
  const [question, ask] = useState<Question>();
  const [listed, setListed] = useState(false); // what is missing is on screen
  const [again, setAgain] = useState(false); // about to measure once more
  const [said, say] = useState(''); // to readers by ear
  const lacks = missing(finding, standard);

  const watch = useStopwatch({
    check,
    standard: finding.standard,
    target: goal ?? 0,
    words: { left: t('stopwatch.left'), slept: t('stopwatch.slept') },
    onAttempt(attempt) {
      void onChange((f) => addAttempt(f, attempt, goal ?? 0));
      setAgain(false);
      ask(undefined);
      setListed(true);
      const result = attempt.cancelled ? undefined : timed([...finding.attempts, attempt], goal ?? 0);
      const time = measuredTime(t, attempt.milliseconds, goal ?? 0);
      say(
        t('stopwatch.saysStopped', {
          time,
          result: result ? t(`observe.result.${result}`) : (attempt.cancelled ?? ''),
        }),
      );
    },
  });

  const set = (result: Result, reason?: string) => {
    void onChange((f) => choose(f, result, reason));
    setListed(false);
    ask(undefined);
  };

  const next = (byAnswer = false) => {
    if (lacks.length > 0 && !listed) setListed(true);
    else onNext(byAnswer);
  };

  /** Takes an answer. Pressed again, the chosen one goes on: the thumb is there already. */
  const answer = (result: Result, reason?: string) => {
    if (quiet()) return;
    if (result === finding.result && !reason) return next(true);
    if (overrules(finding, result, standard) && !reason) return ask({ why: result });
    set(result, reason);
    if (deducts(result) && !finding.note?.trim()) ask('note');
    else if (result === 'met' && advances() && missing({ ...finding, result }, standard).length === 0) onNext(true);
  };

  const complete = (what: Missing) => {
    if (what === 'note') ask('note');
    else if (what === 'reason') ask('else');
    else if (what === 'why' && finding.result) ask({ why: finding.result });
    else void onChange((f) => void Object.assign(f, { result: undefined, reason: undefined })); // back to the stopwatch
  };

  return {
    goal,
    watch: {
      ...watch,
      begin(at: Reading) {
        watch.begin(at);
        say(t('stopwatch.saysStarted'));
      },
    },
    phase: phase(watch.since !== undefined, goal, again, finding, standard),
    question,
    ask,
    close() {
      ask(undefined);
      setListed(true); // what was not written is still missing, and says so
    },
    lacks: listed ? lacks : [],
    said,
    answer,
    next,
    complete,
    measureAgain: setAgain,
  };
}

/** What the dock is: the answers, the button to start with, or the one to stop. */
function phase(
  running: boolean,
  goal: number | undefined,
  again: boolean,
  finding: DraftFinding,
  standard?: FieldStandard,
): 'running' | 'ready' | 'answer' {
  if (running) return 'running';
  if (goal !== undefined && (again || (!finding.result && !measured(finding, standard)))) return 'ready';
  return 'answer';
}
