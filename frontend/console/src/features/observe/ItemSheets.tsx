import type { DraftFinding, FieldStandard } from '../../lib/field/types';
import { measured } from './answer';
import { CancelSheet } from './CancelSheet';
import { ElseSheet } from './ElseSheet';
import { NoteSheet } from './NoteSheet';
import type { useItem } from './useItem';
import { WhySheet } from './WhySheet';

interface Props {
  item: ReturnType<typeof useItem>;
  finding: DraftFinding;
  standard?: FieldStandard;
  onNote: (note: string) => void;
}

/** The question that is open over an item, if any. */
export function ItemSheets({ item, finding, standard, onNote }: Props) {
  const { question, answer, close, ask, watch } = item;
  if (!question) return null;
  if (question === 'note') return <NoteSheet {...{ finding, standard, onNote }} onClose={close} />;
  if (question === 'else') {
    return (
      <ElseSheet
        {...{ finding, standard }}
        onChoose={(result, reason) => (result === finding.result && !reason ? close() : answer(result, reason))}
        onClose={close}
      />
    );
  }
  if ('cancelledAt' in question) {
    return (
      <CancelSheet onReason={(reason) => watch.giveUp(reason, question.cancelledAt)} onClose={() => ask(undefined)} />
    );
  }
  const timed = measured(finding, standard);
  return (
    timed && (
      <WhySheet
        timed={timed}
        chosen={question.why}
        given={finding.reason}
        onReason={(reason) => answer(question.why, reason)}
        onClose={close}
      />
    )
  );
}
