import { useQuery } from '@tanstack/react-query';
import { Navigate } from '@tanstack/react-router';
import { useT } from '../i18n/setup';
import { comingQuery } from '../lib/lessonQueries';
import { hasCode } from '../lib/lessons';
import { useSession } from '../lib/session';
import { dayAt } from '../lib/zone';
import { ButtonLink } from '../ui/ButtonLink';
import { Loaded } from '../ui/Loaded';
import { Notice } from '../ui/Notice';
import { PageHead } from '../ui/PageHead';
import { Skeleton } from '../ui/Skeleton';
import { Allowed } from './Allowed';

/** Leads a trainer to the camera of the session whose doors are open. */
export default function ScanNowPage() {
  const t = useT();
  return (
    <Allowed title={t('nav.scan')} needs="credit hours">
      <ScanNow />
    </Allowed>
  );
}

function ScanNow() {
  const t = useT();
  const { employee, hospital } = useSession();
  const query = useQuery(comingQuery(dayAt(new Date(), hospital.timeZone)));
  const open = query.data?.find((s) => s.trainerId === employee?.id && hasCode(s, Date.now()));
  if (open) {
    return (
      <Navigate to="/sessions/$sessionId" params={{ sessionId: String(open.id) }} search={{ view: 'scan' }} replace />
    );
  }
  return (
    <>
      <PageHead title={t('nav.scan')} />
      <Loaded query={query} skeleton={<Skeleton lines={4} height={48} />}>
        {() => (
          <div className="stack">
            <Notice tone="info">{t('home.noneOpen')}</Notice>
            <ButtonLink main to="/sessions">
              {t('home.allSessions')}
            </ButtonLink>
          </div>
        )}
      </Loaded>
    </>
  );
}
