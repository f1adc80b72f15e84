import { type FormEvent, useState } from 'react';
import type { Lesson } from '../../api/types';
import { useT } from '../../i18n/setup';
import { Button } from '../../ui/Button';
import { Failure } from '../../ui/Failure';
import { WordsField } from '../../ui/FormField';
import { Sheet } from '../../ui/Sheet';
import { useCancel } from './queries';

interface Props {
  session: Lesson;
  onClose: () => void;
}

/** Calls a session off, and says why: those enrolled read it. */
export function CancelDialog(props: Props) {
  const t = useT();
  return (
    <Sheet form title={t('sessions.cancelTitle')} onClose={props.onClose}>
      <Cancel {...props} />
    </Sheet>
  );
}

function Cancel({ session, onClose }: Props) {
  const t = useT();
  const cancel = useCancel(session.id);
  const [reason, setReason] = useState('');
  const [missing, setMissing] = useState(false);
  const submit = (e: FormEvent) => {
    e.preventDefault();
    setMissing(!reason.trim());
    if (reason.trim()) cancel.mutate({ reason, days: 'this' }, { onSuccess: onClose });
  };
  return (
    <form className="stack" onSubmit={submit} noValidate>
      <p>{t('sessions.cancelLead', { n: session.enrolled + session.waiting })}</p>
      <WordsField
        label={t('sessions.reason')}
        value={reason}
        onChange={setReason}
        max={500}
        error={missing && !reason.trim() ? t('sessions.reasonMissing') : undefined}
      />
      {cancel.error && <Failure error={cancel.error} />}
      <Button main type="submit" busy={cancel.isPending}>
        {t('sessions.cancel')}
      </Button>
    </form>
  );
}
