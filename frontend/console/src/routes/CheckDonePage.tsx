import { useQuery } from '@tanstack/react-query';
import { Link, useParams, useSearch } from '@tanstack/react-router';
import { Trouble } from '../api/client';
import { CheckView } from '../features/checks/CheckView';
import { useT } from '../i18n/setup';
import { useSession } from '../lib/session';
import { spotCheckQuery } from '../lib/spotCheckQuery';
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
  const query = useQuery({ ...spotCheckQuery(id), enabled: known });
  const name = query.data?.employeeName;
  return (
    <>
      <PageHead
        title={name ? t('checks.of', { name }) : t('checks.titleRead')}
        lead={<Back about={query.data?.employeeId} />}
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

/** Where the reader came from: the score that the check is evidence of, or the list of checks. */
function Back({ about }: { about: number | undefined }) {
  const t = useT();
  const { employee } = useSession();
  const { from, ...month } = useSearch({ from: '/checks/done/$id' });
  if (employee && about === employee.id) {
    return (
      <Link to="/my-score" search={month}>
        {t('checks.backToScore')}
      </Link>
    );
  }
  if (about && from === 'score') {
    return (
      <Link to="/scores/$employeeId" params={{ employeeId: String(about) }} search={month}>
        {t('checks.backToTheirScore')}
      </Link>
    );
  }
  return <Link to="/checks">{t('checks.back')}</Link>;
}
