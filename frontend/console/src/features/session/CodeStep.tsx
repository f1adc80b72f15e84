import { useEffect, useState } from 'react';
import { Trouble } from '../../api/client';
import { useT } from '../../i18n/setup';
import { Button } from '../../ui/Button';
import { askAgain, giveCode, signOut } from './actions';
import { CodeForm } from './CodeForm';
import { Front } from './Front';

/** The second step of signing in: the code of the phone or, without it, a recovery code. */
export function CodeStep() {
  const t = useT();
  const [recovery, setRecovery] = useState(false);
  useEffect(() => {
    document.title = `${t('factor.title')} · Wardstar`;
  }, [t]);

  const give = async (code: string) => {
    try {
      await giveCode(code);
    } catch (cause) {
      // It has waited for too long: back to the name and the password.
      if (cause instanceof Trouble && cause.status === 401) await askAgain();
      throw cause;
    }
  };

  return (
    <Front>
      <h1>{t('factor.title')}</h1>
      <p className="muted">{t(recovery ? 'factor.recoveryAsk' : 'factor.ask')}</p>
      <CodeForm
        key={String(recovery)}
        label={t(recovery ? 'factor.recovery' : 'factor.code')}
        digits={!recovery}
        onCode={give}
      />
      <Button quiet onClick={() => setRecovery(!recovery)}>
        {t(recovery ? 'factor.usePhone' : 'factor.useRecovery')}
      </Button>
      <Button quiet onClick={() => void signOut()}>
        {t('factor.other')}
      </Button>
    </Front>
  );
}
