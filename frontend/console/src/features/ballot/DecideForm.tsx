import { useState } from 'react';
import type { Incident } from '../../api/types';
import { useT } from '../../i18n/setup';
import { Button } from '../../ui/Button';
import { Failure } from '../../ui/Failure';
import { TextField } from '../../ui/Field';
import { type Decision, useDecide } from './actions';
import styles from './DecideForm.module.css';

/** Counts the votes after all, or rejects them; either way somebody says why. */
export function DecideForm({ incident: { key, upTo } }: { incident: Incident }) {
  const t = useT();
  const decide = useDecide();
  const [note, setNote] = useState('');
  const [missing, setMissing] = useState(false);
  const as = (decision: Decision) => {
    setMissing(!note.trim());
    if (note.trim()) decide.mutate({ key, upTo, decision, note });
  };
  return (
    <div className={`${styles.form} no-print`}>
      <TextField
        label={t('ballot.note')}
        hint={t('ballot.noteHint')}
        value={note}
        onChange={setNote}
        error={missing && !note.trim() ? t('ballot.noteMissing') : undefined}
      />
      <div className={styles.buttons}>
        <Button busy={decide.isPending} onClick={() => as('rejected')}>
          {t('ballot.reject')}
        </Button>
        <Button busy={decide.isPending} onClick={() => as('released')}>
          {t('ballot.release')}
        </Button>
      </div>
      {decide.error && <Failure error={decide.error} />}
    </div>
  );
}
