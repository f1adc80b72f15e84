import { type KeyboardEvent, useRef } from 'react';
import { useT } from '../../i18n/setup';
import type { Result } from '../../lib/field/types';
import { Mark } from '../../ui/Mark';
import styles from './Answers.module.css';

interface Props {
  result?: Result;
  onAnswer: (result: Result) => void; // also the one that is chosen already
  onElse: () => void; // it cannot be judged
}

const plain = ['met', 'partly', 'not-met'] as const;

/**
 * The four answers. The arrows move the focus without choosing, because an answer does things: a deduction asks for
 * words. Space and Enter choose.
 */
export function Answers({ result, onAnswer, onElse }: Props) {
  const t = useT();
  const group = useRef<HTMLDivElement>(null);
  const chosen = result === undefined ? -1 : Math.max(0, [...plain, 'else'].indexOf(isElse(result) ? 'else' : result));
  const move = (e: KeyboardEvent) => {
    const step = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 }[e.key];
    if (!step) return;
    e.preventDefault();
    const answers = [...(group.current?.querySelectorAll('button') ?? [])];
    const at = answers.indexOf(document.activeElement as HTMLButtonElement);
    answers[(at + step + answers.length) % answers.length]?.focus();
  };
  const answer = (i: number, mark: Result, label: string, choose: () => void) => (
    // biome-ignore lint/a11y/useSemanticElements: native radio buttons choose what the arrows pass by
    <button
      key={mark}
      type="button"
      role="radio"
      aria-checked={i === chosen}
      tabIndex={i === Math.max(chosen, 0) ? 0 : -1}
      className={styles.answer}
      onClick={choose}
    >
      <Mark of={mark} />
      <span>{label}</span>
    </button>
  );
  return (
    <div ref={group} className={styles.answers} role="radiogroup" aria-label={t('observe.answers')} onKeyDown={move}>
      {plain.map((value, i) => answer(i, value, t(`observe.result.${value}`), () => onAnswer(value)))}
      {answer(3, 'not-seen', isElse(result) ? t(`observe.result.${result}`) : t('observe.else'), onElse)}
    </div>
  );
}

const isElse = (result?: Result): result is 'not-seen' | 'not-applicable' =>
  result === 'not-seen' || result === 'not-applicable';
