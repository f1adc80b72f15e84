import { RecognitionView } from '../features/recognition/RecognitionView';
import { useT } from '../i18n/setup';
import { useSession } from '../lib/session';
import { Notice } from '../ui/Notice';
import { PageHead } from '../ui/PageHead';

export default function RecognitionPage() {
  const t = useT();
  const { employee } = useSession();
  return (
    <>
      <PageHead title={t('nav.recognition')} lead={t('thanks.lead')} />
      {employee ? <RecognitionView /> : <Notice tone="info">{t('thanks.nobody')}</Notice>}
    </>
  );
}
