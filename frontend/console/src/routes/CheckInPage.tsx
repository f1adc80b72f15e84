import { useLocation, useNavigate } from '@tanstack/react-router';
import { Scanner } from '../features/scan/Scanner';
import { CheckInView } from '../features/training/CheckInView';
import { seenIn } from '../features/training/token';
import { useT } from '../i18n/setup';
import { useSession } from '../lib/session';
import { Notice } from '../ui/Notice';
import { PageHead } from '../ui/PageHead';

/** Where a session's QR code leads: /check-in# and the code, which the browser keeps to itself. */
export default function CheckInPage() {
  const t = useT();
  const hash = useLocation({ select: (location) => location.hash });
  const navigate = useNavigate({ from: '/check-in' });
  if (!useSession().employee) {
    return (
      <>
        <PageHead title={t('checkin.title')} />
        <Notice tone="info">{t('checkin.nobody')}</Notice>
      </>
    );
  }
  return (
    <CheckInView
      seen={seenIn(hash)}
      onTaken={() => void navigate({ hash: '', replace: true })}
      camera={(tell, hint) => <Scanner on hint={hint} instead={t('checkin.instead')} onText={tell} />}
    />
  );
}
