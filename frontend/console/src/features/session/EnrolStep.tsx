import { useEffect, useState } from 'react';
import { useT } from '../../i18n/setup';
import { Button } from '../../ui/Button';
import { Failure } from '../../ui/Failure';
import { askAgain, signOut } from './actions';
import { Enrolment } from './Enrolment';
import { Front } from './Front';
import { begin, type Shown } from './factor';

/** What stands between a role that needs a second step and everything else. */
export function EnrolStep() {
  const t = useT();
  const [shown, setShown] = useState<Shown | null>(null);
  const [error, setError] = useState<Error | null>(null);
  useEffect(() => {
    document.title = `${t('factor.needed')} · Wardstar`;
  }, [t]);
  return (
    <Front>
      <h1>{t('factor.needed')}</h1>
      {error && <Failure error={error} />}
      {shown ? (
        <Enrolment shown={shown} onDone={() => void askAgain()} />
      ) : (
        <>
          <p className="muted">{t('factor.neededWhy')}</p>
          <Button main wide onClick={() => void begin().then(setShown, setError)}>
            {t('factor.begin')}
          </Button>
        </>
      )}
      <Button quiet onClick={() => void signOut()}>
        {t('nav.signOut')}
      </Button>
    </Front>
  );
}
