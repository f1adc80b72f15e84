import { useState } from 'react';
import { useT } from '../../i18n/setup';
import { useOutbox } from '../../lib/field/outbox';
import { Button } from '../../ui/Button';
import { Dialog } from '../../ui/Dialog';
import { Failure } from '../../ui/Failure';
import { signOut } from './actions';

/** Signs out; asks first if something of this account waits on the phone. */
export function SignOutButton() {
  const t = useT();
  const { waiting, refused } = useOutbox();
  const [asking, setAsking] = useState(false);
  const [error, setError] = useState<Error | null>(null);
  const leave = () => {
    setAsking(false);
    signOut().catch(setError);
  };
  const left = waiting + refused;
  return (
    <>
      {error && <Failure error={error} />}
      <Button onClick={() => (left > 0 ? setAsking(true) : leave())}>{t('nav.signOut')}</Button>
      <Dialog
        open={asking}
        title={t('offline.leaving', { n: left })}
        close={t('offline.stay')}
        onClose={() => setAsking(false)}
      >
        <p>{t('offline.leavingWhy')}</p>
        <Button onClick={leave}>{t('offline.leaveAnyway')}</Button>
      </Dialog>
    </>
  );
}
