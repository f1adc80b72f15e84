import { useQuery } from '@tanstack/react-query';
import { Link, useParams } from '@tanstack/react-router';
import { Trouble } from '../api/client';
import { checkQuery } from '../features/checks/actions';
import { CheckView } from '../features/checks/CheckView';
import { useT } from '../i18n/setup';
import { useSession } from '../lib/session';
import { Failure } from '../ui/Failure';
import { Loaded } from '../ui/Loaded';
import { PageHead } from '../ui/PageHead';
import { Skeleton } from '../ui/Skeleton';
import { Allowed } from './Allowed';

/** A stored check: for who made it, who it is about, and who may read it. */
export default function CheckDonePage() {
  const t = useT();
  return (
    <Allowed title={t('checks.titleRead')} needs="read spot-check">
      <Stored />
    </Allowed>
  );
}

function Stored() {
  const t = useT();
  const id = Number(useParams({ from: '/checks/done/$id' }).id);
  const known = Number.isSafeInteger(id) && id > 0;
  const query = useQuery({ ...checkQuery(id), enabled: known });
  const { employee } = useSession();
  const name = query.data?.employeeName;
  const mine = employee && query.data?.employeeId === employee.id;
  return (
    <>
      <PageHead
        title={name ? t('checks.of', { name }) : t('checks.titleRead')}
        lead={
          mine ? <Link to="/my-score">{t('checks.backToScore')}</Link> : <Link to="/checks">{t('checks.back')}</Link>
        }
      />
      {known ? (
        <Loaded query={query} skeleton={<Skeleton lines={10} height={36} />}>
          {(check) => <CheckView check={check} />}
        </Loaded>
      ) : (
        <Failure error={new Trouble(404, '')} />
      )}
    </>
  );
}
