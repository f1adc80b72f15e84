import IconAlertTriangle from '@tabler/icons-react/dist/esm/icons/IconAlertTriangle.mjs';
import IconChevronRight from '@tabler/icons-react/dist/esm/icons/IconChevronRight.mjs';
import IconNote from '@tabler/icons-react/dist/esm/icons/IconNote.mjs';
import type { ReactNode } from 'react';
import { useT } from '../../i18n/setup';
import type { DraftFinding, Result } from '../../lib/field/types';
import { Icon } from '../../ui/Icon';
import { Answers } from './Answers';
import type { Missing } from './answer';
import styles from './Dock.module.css';

interface Props {
  finding: DraftFinding;
  lacks: readonly Missing[]; // what Next found missing; empty until it was pressed
  next: string; // what Next is called here
  photo: ReactNode;
  onAnswer: (result: Result) => void;
  onElse: () => void;
  onNote: () => void;
  onMissing: (what: Missing) => void;
  onNext: () => void;
}

/** The answers, what belongs to them, and the way on. */
export function AnswerDock({ finding, lacks, next, photo, onAnswer, onElse, onNote, onMissing, onNext }: Props) {
  const t = useT();
  return (
    <>
      {lacks.length > 0 && (
        <div role="alert" className={styles.missing}>
          <Icon of={IconAlertTriangle} />
          <div>
            <p>{lacks.map((what) => t(`observe.missing.${what}`)).join(' ')}</p>
            <p>{t('observe.missingLater', { next })}</p>
          </div>
          <button type="button" className={styles.now} onClick={() => lacks[0] && onMissing(lacks[0])}>
            {t('observe.missingNow')}
          </button>
        </div>
      )}
      <Answers result={finding.result} onAnswer={onAnswer} onElse={onElse} />
      <div className={styles.tools}>
        <button type="button" className={styles.tool} onClick={onNote}>
          <Icon of={IconNote} />
          {finding.note?.trim() ? t('observe.noteEdit') : t('observe.note')}
        </button>
        {photo}
      </div>
      <button type="button" className={styles.next} onClick={() => onNext()}>
        {next}
        <Icon of={IconChevronRight} />
      </button>
    </>
  );
}
