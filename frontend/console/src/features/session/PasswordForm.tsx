import { type FormEvent, useState } from 'react';
import { Trouble } from '../../api/client';
import { type Translate, useT } from '../../i18n/setup';
import { Button } from '../../ui/Button';
import { Failure } from '../../ui/Failure';
import { PasswordField } from '../../ui/Field';
import { Notice } from '../../ui/Notice';
import { changePassword } from './actions';
import { type FreshFaults, freshFaults, shortest, tooShort } from './freshPassword';

interface Faults extends FreshFaults {
  old?: string;
}

/** Changes one's own password. */
export function PasswordForm({ onDone }: { onDone?: () => void }) {
  const t = useT();
  const [old, setOld] = useState('');
  const [fresh, setFresh] = useState('');
  const [again, setAgain] = useState('');
  const [busy, setBusy] = useState(false);
  const [faults, setFaults] = useState<Faults>({});
  const [error, setError] = useState<Error | null>(null);

  const submit = async (e: FormEvent) => {
    e.preventDefault();
    const found = check(t, { old, fresh, again });
    setFaults(found);
    setError(null);
    if (busy || Object.keys(found).length > 0) return;
    setBusy(true);
    try {
      await changePassword(old, fresh);
      setOld('');
      setFresh('');
      setAgain('');
      onDone?.();
    } catch (cause) {
      const refused = refusal(t, cause as Error);
      setFaults(refused ?? {});
      setError(refused ? null : (cause as Error));
    } finally {
      setBusy(false);
    }
  };

  const show = t('signIn.showPassword');
  const summary = [...new Set(Object.values(faults))];
  return (
    <form onSubmit={submit} noValidate className="stack">
      {error && <Failure error={error} />}
      {summary.length > 0 && <Notice tone="danger">{summary.join(' ')}</Notice>}
      <PasswordField
        label={t('password.old')}
        autoComplete="current-password"
        show={show}
        value={old}
        onChange={setOld}
        error={faults.old}
      />
      <PasswordField
        label={t('password.new')}
        hint={t('password.rule', { n: shortest })}
        autoComplete="new-password"
        show={show}
        value={fresh}
        onChange={setFresh}
        error={faults.fresh}
      />
      <PasswordField
        label={t('password.again')}
        autoComplete="new-password"
        show={show}
        value={again}
        onChange={setAgain}
        error={faults.again}
      />
      <Button type="submit" main busy={busy}>
        {t('password.submit')}
      </Button>
    </form>
  );
}

function check(t: Translate, { old, fresh, again }: { old: string; fresh: string; again: string }): Faults {
  const faults: Faults = freshFaults(t, fresh, again);
  if (!old) return { old: t('password.oldMissing'), ...faults };
  if (!faults.fresh && fresh === old) return { ...faults, fresh: t('password.same') };
  return faults;
}

/** What the server refused, at the field it means. */
function refusal(t: Translate, error: Error): Faults | null {
  if (!(error instanceof Trouble)) return null;
  if (error.fields.newPassword) return { fresh: tooShort(t, error.fields.newPassword) };
  if (error.fields.oldPassword || error.status === 401 || error.status === 403) return { old: t('password.oldWrong') };
  return null;
}
