import { type FormEvent, useEffect, useState } from 'react';
import { Trouble } from '../../api/client';
import { type Translate, useT } from '../../i18n/setup';
import { Button } from '../../ui/Button';
import { Failure } from '../../ui/Failure';
import { PasswordField, TextField } from '../../ui/Field';
import { Notice } from '../../ui/Notice';
import { redeem } from './actions';
import { freshFaults, shortest, tooShort } from './freshPassword';

const nothing = { name: '', code: '', fresh: '', again: '' };

/** Signs in with a one-time code, and a password of one's own from now on. */
export function RedeemForm({ onBack }: { onBack: () => void }) {
  const t = useT();
  const [typed, setTyped] = useState(nothing);
  const [busy, setBusy] = useState(false);
  const [said, setSaid] = useState('');
  const [error, setError] = useState<Error | null>(null);
  const field = (name: keyof typeof nothing) => ({
    value: typed[name],
    onChange: (value: string) => setTyped((before) => ({ ...before, [name]: value })),
  });
  useEffect(() => {
    document.title = `${t('redeem.title')} · Wardstar`;
  }, [t]);

  const submit = async (e: FormEvent) => {
    e.preventDefault();
    if (busy) return;
    const found = complaint(t, typed);
    setSaid(found);
    setError(null);
    if (found) return;
    setBusy(true);
    try {
      await redeem(typed.name.trim(), typed.code.trim(), typed.fresh);
    } catch (cause) {
      const words = refusal(t, cause as Error);
      setSaid(words);
      setError(words ? null : (cause as Error));
    } finally {
      setBusy(false);
    }
  };

  const show = t('signIn.showPassword');
  return (
    <>
      <h1>{t('redeem.title')}</h1>
      <p className="muted">{t('redeem.why')}</p>
      {said && <Notice tone="danger">{said}</Notice>}
      {error && <Failure error={error} />}
      <form onSubmit={submit} noValidate className="stack">
        <TextField label={t('signIn.name')} name="username" autoComplete="username" {...field('name')} />
        <TextField label={t('redeem.code')} name="code" autoComplete="off" {...field('code')} />
        <PasswordField
          label={t('password.new')}
          hint={t('password.rule', { n: shortest })}
          autoComplete="new-password"
          show={show}
          {...field('fresh')}
        />
        <PasswordField label={t('password.again')} autoComplete="new-password" show={show} {...field('again')} />
        <Button type="submit" main wide busy={busy}>
          {t('signIn.submit')}
        </Button>
      </form>
      <Button quiet onClick={onBack}>
        {t('redeem.back')}
      </Button>
    </>
  );
}

/** What is wrong before anything is sent; "" is nothing. */
function complaint(t: Translate, { name, code, fresh, again }: typeof nothing): string {
  if (!name.trim() || !code.trim()) return t('redeem.empty');
  const faults = freshFaults(t, fresh, again);
  return faults.fresh ?? faults.again ?? '';
}

/** What the server refused, in words; "" is what the form can't put into any. */
function refusal(t: Translate, error: Error): string {
  if (!(error instanceof Trouble)) return '';
  if (error.fields.newPassword) return tooShort(t, error.fields.newPassword);
  if (error.status === 403) return t('redeem.expired');
  if (error.status === 429) return t('signIn.throttled');
  return [401, 409, 422].includes(error.status) ? t('redeem.wrong') : '';
}
