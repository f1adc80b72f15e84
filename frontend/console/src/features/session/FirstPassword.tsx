import { useT } from '../../i18n/setup';
import { Button } from '../../ui/Button';
import { signOut } from './actions';
import { Front } from './Front';
import { PasswordForm } from './PasswordForm';

/** What stands between a first sign-in and everything else. */
export function FirstPassword() {
  const t = useT();
  return (
    <Front>
      <h1>{t('password.firstTitle')}</h1>
      <p className="muted">{t('password.firstWhy')}</p>
      <PasswordForm />
      <Button onClick={() => void signOut()}>{t('nav.signOut')}</Button>
    </Front>
  );
}
