import { type FormEvent, useEffect, useRef, useState } from 'react';
import { Trouble } from '../../api/client';
import { useT } from '../../i18n/setup';
import { useOutbox } from '../../lib/field/outbox';
import { Button } from '../../ui/Button';
import { Failure } from '../../ui/Failure';
import { PasswordField, TextField } from '../../ui/Field';
import { Notice } from '../../ui/Notice';
import { signIn } from './actions';
import { ByService } from './ByService';
import { Front } from './Front';
import { RedeemForm } from './RedeemForm';

/** The way in. ended: somebody was signed in until now, and should know why they are here. */
export function SignIn({ ended }: { ended: boolean }) {
  const [redeeming, setRedeeming] = useState(false);
  return (
    <Front>
      {redeeming ? (
        <RedeemForm onBack={() => setRedeeming(false)} />
      ) : (
        <SignInForm ended={ended} onRedeem={() => setRedeeming(true)} />
      )}
    </Front>
  );
}

function SignInForm({ ended, onRedeem }: { ended: boolean; onRedeem: () => void }) {
  const t = useT();
  const [name, setName] = useState('');
  const [password, setPassword] = useState('');
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<Error | null>(null);
  const trouble = useRef<HTMLDivElement>(null);
  const { foreign, waiting } = useOutbox();
  const left = foreign + waiting; // whoever it is from: nobody is signed in

  useEffect(() => {
    document.title = `${t('signIn.title')} · Wardstar`;
  }, [t]);
  useEffect(() => {
    if (error) trouble.current?.focus();
  }, [error]);

  const submit = async (e: FormEvent) => {
    e.preventDefault();
    if (busy) return;
    setBusy(true);
    setError(null);
    try {
      if (!name.trim() || !password) throw new Trouble(401, 'empty');
      await signIn(name.trim(), password);
    } catch (cause) {
      setError(cause as Error);
    } finally {
      setBusy(false);
    }
  };

  return (
    <>
      <h1>{t('signIn.title')}</h1>
      {ended && !error && <Notice tone="info">{t('signIn.ended')}</Notice>}
      {left > 0 && <Notice tone="warn">{t('offline.leaving', { n: left })}</Notice>}
      <div ref={trouble} tabIndex={-1} hidden={!error}>
        {error && <Refusal error={error} empty={!name.trim() || !password} />}
      </div>
      <ByService />
      <form onSubmit={submit} noValidate className="stack">
        <TextField label={t('signIn.name')} name="username" autoComplete="username" value={name} onChange={setName} />
        <PasswordField
          label={t('signIn.password')}
          name="password"
          autoComplete="current-password"
          show={t('signIn.showPassword')}
          value={password}
          onChange={setPassword}
        />
        <Button type="submit" main wide busy={busy}>
          {t('signIn.submit')}
        </Button>
      </form>
      <Button quiet onClick={onRedeem}>
        {t('redeem.link')}
      </Button>
      <p className="muted small">{t('signIn.forgotten')}</p>
    </>
  );
}

function Refusal({ error, empty }: { error: Error; empty: boolean }) {
  const t = useT();
  const status = error instanceof Trouble ? error.status : undefined;
  if (empty) return <Notice tone="danger">{t('signIn.empty')}</Notice>;
  if (status === 401 || status === 422) return <Notice tone="danger">{t('signIn.wrong')}</Notice>;
  if (status === 429) return <Notice tone="danger">{t('signIn.throttled')}</Notice>;
  return <Failure error={error} />;
}
