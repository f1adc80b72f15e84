import IconScan from '@tabler/icons-react/dist/esm/icons/IconScan.mjs';
import { CheckList } from '../features/checks/CheckList';
import { Today } from '../features/checks/Today';
import { useToday } from '../features/checks/today';
import { useT } from '../i18n/setup';
import { may, useSession } from '../lib/session';
import { ButtonLink } from '../ui/ButtonLink';
import { Dock } from '../ui/Dock';
import { PageHead } from '../ui/PageHead';
import { Allowed } from './Allowed';

/** Today's checks, for who observes; for who may only read, what was observed. */
export default function ChecksPage() {
  const t = useT();
  if (may(useSession(), 'log spot-check')) return <Observing />;
  return (
    <Allowed title={t('checks.titleRead')} needs="read spot-check">
      <PageHead title={t('checks.titleRead')} lead={t('checks.leadRead')} />
      <CheckList empty={t('checks.emptyRead')} />
    </Allowed>
  );
}

function Observing() {
  const t = useT();
  const today = useToday();
  return (
    <>
      <PageHead title={t('checks.title')} asOf={today.asOf} beside>
        <Dock bar>
          <ButtonLink main icon={IconScan} to="/checks/new">
            {t('checks.start')}
          </ButtonLink>
        </Dock>
      </PageHead>
      <Today today={today} />
    </>
  );
}
