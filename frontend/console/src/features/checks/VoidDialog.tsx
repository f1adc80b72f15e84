import { type FormEvent, useState } from 'react';
import { Trouble } from '../../api/client';
import { useT } from '../../i18n/setup';
import { useFormat } from '../../lib/session';
import { Button } from '../../ui/Button';
import { Failure } from '../../ui/Failure';
import { WordsField } from '../../ui/FormField';
import { Notice } from '../../ui/Notice';
import { Sheet } from '../../ui/Sheet';
import { useVoid } from './actions';
import type { SpotCheck } from './types';

interface Props {
  check: SpotCheck;
  onClose: () => void;
}

/** The longest reason that the server takes. */
const longest = 500;

/** Asks why a check shall not count, and takes it out of the evidence. */
export function VoidDialog({ check, onClose }: Props) {
  const t = useT();
  const format = useFormat();
  const voiding = useVoid(check.id);
  const [reason, setReason] = useState('');
  const [missing, setMissing] = useState(false);
  const submit = (e: FormEvent) => {
    e.preventDefault();
    setMissing(!reason.trim());
    if (reason.trim()) voiding.mutate(reason.trim(), { onSuccess: onClose });
  };
  return (
    <Sheet form title={t('void.title')} onClose={onClose}>
      <form className="stack" onSubmit={submit} noValidate>
        <p>{t('void.lead')}</p>
        {check.voidUntil && (
          <p className="muted">{t('void.untilOwn', { time: format.time(new Date(check.voidUntil)) })}</p>
        )}
        <WordsField
          label={t('void.reason')}
          value={reason}
          max={longest}
          onChange={setReason}
          error={missing ? t('void.reasonMissing') : undefined}
        />
        {voiding.error && <Refused error={voiding.error} />}
        <Button main type="submit" busy={voiding.isPending}>
          {t('void.confirm')}
        </Button>
      </form>
    </Sheet>
  );
}

/** Why the server would not: mostly, that somebody or the clock was faster. */
function Refused({ error }: { error: Error }) {
  const t = useT();
  const status = error instanceof Trouble ? error.status : 0;
  if (status === 403) return <Notice tone="danger">{t('void.refused')}</Notice>;
  if (status === 409) return <Notice tone="danger">{t('void.already')}</Notice>;
  return <Failure error={error} />;
}
