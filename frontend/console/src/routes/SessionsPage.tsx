import { useNavigate, useSearch } from '@tanstack/react-router';
import { SessionsView } from '../features/sessions/SessionsView';
import { useT } from '../i18n/setup';
import { Allowed } from './Allowed';

export default function SessionsPage() {
  const t = useT();
  const { whose } = useSearch({ from: '/sessions' });
  const navigate = useNavigate({ from: '/sessions' });
  return (
    <Allowed title={t('nav.sessions')} needs="credit hours">
      <SessionsView
        mine={whose !== 'all'}
        onMine={(mine) => void navigate({ search: mine ? {} : { whose: 'all' }, replace: true })}
      />
    </Allowed>
  );
}
