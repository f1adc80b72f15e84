import { useParams } from '@tanstack/react-router';
import { Observe } from '../features/observe/Observe';
import { useT } from '../i18n/setup';
import { Allowed } from './Allowed';

export default function CheckPage() {
  const t = useT();
  const { key } = useParams({ from: '/checks/$key' });
  return (
    <Allowed title={t('summary.today')} needs="log spot-check">
      <Observe key={key} checkKey={key} />
    </Allowed>
  );
}
