import { type FormEvent, useEffect, useRef, useState } from 'react';
import { Trouble } from '../../api/client';
import { useT } from '../../i18n/setup';
import { Button } from '../../ui/Button';
import { Failure } from '../../ui/Failure';
import { TextField } from '../../ui/Field';
import { Notice } from '../../ui/Notice';

interface Props {
  label: string;
  hint?: string;
  digits?: boolean; // six of them, as the phone shows
  onCode: (code: string) => Promise<void>;
  onCancel?: () => void;
}

/** Asks for one code, and says what is wrong with it. */
export function CodeForm({ label, hint, digits, onCode, onCancel }: Props) {
  const t = useT();
  const [code, setCode] = useState('');
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<Error | null>(null);
  const field = useRef<HTMLInputElement>(null);
  useEffect(() => field.current?.focus(), []);

  const submit = async (e: FormEvent) => {
    e.preventDefault();
    if (busy) return;
    setBusy(true);
    setError(null);
    try {
      if (!code.trim()) throw new Trouble(422, 'empty');
      await onCode(code.trim());
    } catch (cause) {
      setError(cause as Error);
      setCode('');
      field.current?.focus();
    } finally {
      setBusy(false);
    }
  };

  return (
    <form onSubmit={submit} noValidate className="stack">
      {error && <Refusal error={error} />}
      <TextField
        ref={field}
        label={label}
        hint={hint}
        name="code"
        inputMode={digits ? 'numeric' : undefined}
        autoComplete={digits ? 'one-time-code' : 'off'}
        value={code}
        onChange={setCode}
      />
      <Button type="submit" main wide busy={busy}>
        {t('factor.submit')}
      </Button>
      {onCancel && <Button onClick={onCancel}>{t('factor.cancel')}</Button>}
    </form>
  );
}

function Refusal({ error }: { error: Error }) {
  const t = useT();
  const status = error instanceof Trouble ? error.status : undefined;
  if (status === 422) return <Notice tone="danger">{t('factor.wrong')}</Notice>;
  if (status === 409) return <Notice tone="danger">{t('factor.late')}</Notice>;
  if (status === 429) return <Notice tone="danger">{t('signIn.throttled')}</Notice>;
  return <Failure error={error} />;
}
