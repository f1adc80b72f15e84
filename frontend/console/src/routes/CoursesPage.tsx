import { CoursesView } from '../features/sessions/CoursesView';
import { useT } from '../i18n/setup';
import { Allowed } from './Allowed';

export default function CoursesPage() {
  const t = useT();
  return (
    <Allowed title={t('nav.courses')} needs="credit hours">
      <CoursesView />
    </Allowed>
  );
}
