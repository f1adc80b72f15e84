import { type FormEvent, useState } from 'react';
import { useT } from '../../i18n/setup';
import { Button } from '../../ui/Button';
import { Dialog } from '../../ui/Dialog';
import { Failure } from '../../ui/Failure';
import { TextField } from '../../ui/Field';
import { useRevoke } from './actions';

interface Props {
  ids: number[]; // none: closed
  onClose: (done: boolean) => void;
}

/** Asks why, and withdraws. Patients who scan such a code are told that it is no longer in use. */
export function RevokeDialog({ ids, onClose }: Props) {
  const t = useT();
  const revoke = useRevoke();
  const [reason, setReason] = useState('');
  const submit = (e: FormEvent) => {
    e.preventDefault();
    if (!reason.trim()) return;
    revoke.mutate(
      { ids, reason },
      {
        onSuccess: () => {
          setReason('');
          onClose(true);
        },
      },
    );
  };
  return (
    <Dialog
      open={ids.length > 0}
      title={t('codes.revokeTitle', { n: ids.length })}
      close={t('action.close')}
      onClose={() => onClose(false)}
    >
      <form className="stack" onSubmit={submit}>
        <p>{t('codes.revokeLead')}</p>
        <TextField label={t('codes.reason')} value={reason} onChange={setReason} />
        {revoke.error && <Failure error={revoke.error} />}
        <Button main type="submit" busy={revoke.isPending}>
          {t('codes.revoke')}
        </Button>
      </form>
    </Dialog>
  );
}
