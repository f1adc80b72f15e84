import { BallotView } from '../features/ballot/BallotView';
import { useT } from '../i18n/setup';
import { PageHead } from '../ui/PageHead';
import { Allowed } from './Allowed';

export default function BallotPage() {
  const t = useT();
  return (
    <Allowed title={t('nav.ballot')} needs="read ballot">
      <PageHead title={t('nav.ballot')} lead={t('ballot.lead')} />
      <BallotView />
    </Allowed>
  );
}
