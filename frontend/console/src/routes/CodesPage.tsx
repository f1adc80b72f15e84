import { CodesView } from '../features/codes/CodesView';
import { useT } from '../i18n/setup';
import { PageHead } from '../ui/PageHead';
import { Allowed } from './Allowed';

export default function CodesPage() {
  const t = useT();
  return (
    <Allowed title={t('nav.codes')} needs="manage touchpoint">
      <PageHead title={t('nav.codes')} lead={t('codes.lead')} />
      <CodesView />
    </Allowed>
  );
}
