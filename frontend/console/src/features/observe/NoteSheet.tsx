import { useState } from 'react';
import { useT } from '../../i18n/setup';
import type { DraftFinding, FieldStandard } from '../../lib/field/types';
import { measuredTime } from '../../lib/seconds';
import { useFormat, useLocalized } from '../../lib/session';
import { Button } from '../../ui/Button';
import { Sheet } from '../../ui/Sheet';
import { deducts, target } from './answer';
import { lastCounted } from './timing';
import { Words } from './Words';

interface Props {
  finding: DraftFinding;
  standard?: FieldStandard;
  onNote: (note: string) => void;
  onClose: () => void;
}

const most = 2000; // characters, what the server takes

/** Asks for the instance behind a deduction, and takes any other remark. Each letter is kept as it is typed. */
export function NoteSheet({ finding, standard, onNote, onClose }: Props) {
  const t = useT();
  const words = useStartingWords(finding, standard);
  const [note, setNote] = useState(finding.note ?? '');
  const write = (text: string) => {
    setNote(text);
    onNote(text);
  };
  const asked = deducts(finding.result);
  return (
    <Sheet
      title={asked ? t('observe.noteTitle') : t('observe.note')}
      lead={asked ? t('observe.noteWhy') : t('observe.noteFree')}
      onClose={onClose}
    >
      <Words label={t('observe.noteLabel')} value={note} onChange={write} most={most} first />
      {words && !note.includes(words) && (
        <Button onClick={() => write([note.trim(), words].filter(Boolean).join('\n').slice(0, most))}>
          {t('observe.noteStart')}
        </Button>
      )}
      <Button main onClick={onClose}>
        {t('observe.done')}
      </Button>
    </Sheet>
  );
}

/** The time, and what the stopwatch or the standard says of such a case: to begin with, not to leave it at. */
function useStartingWords(finding: DraftFinding, standard?: FieldStandard): string | undefined {
  const t = useT();
  const text = useLocalized();
  const [time] = useState(useFormat().time(new Date()));
  if (!standard || !deducts(finding.result)) return undefined;
  const goal = target(standard);
  const last = lastCounted(finding.attempts);
  if (goal !== undefined && last) {
    return `${time} ${t('stopwatch.noteWords', { time: measuredTime(t, last.milliseconds, goal) })}`;
  }
  return `${time} ${text(finding.result === 'partly' ? standard.partly : standard.notMet)}`;
}
