import { useQuery } from '@tanstack/react-query';
import { periodsQuery } from '../api/queries';
import { PeriodsView } from '../features/periods/PeriodsView';
import { useT } from '../i18n/setup';
import { Loaded } from '../ui/Loaded';
import { PageHead } from '../ui/PageHead';
import { Skeleton } from '../ui/Skeleton';
import { Allowed } from './Allowed';

export default function PeriodsPage() {
  const t = useT();
  const query = useQuery(periodsQuery);
  return (
    <Allowed title={t('nav.periods')} needs="read period">
      <PageHead title={t('nav.periods')} lead={t('period.lead')} />
      <Loaded query={query} skeleton={<Skeleton lines={8} height={36} />}>
        {(periods) => <PeriodsView periods={periods} />}
      </Loaded>
    </Allowed>
  );
}
