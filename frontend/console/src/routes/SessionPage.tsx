import { useNavigate, useParams, useSearch } from '@tanstack/react-router';
import { CodeField } from '../features/scan/CodeField';
import { Scanner } from '../features/scan/Scanner';
import { SessionView } from '../features/sessions/SessionView';
import { useT } from '../i18n/setup';
import { Allowed } from './Allowed';

export default function SessionPage() {
  const t = useT();
  const { sessionId } = useParams({ from: '/sessions/$sessionId' });
  const { view } = useSearch({ from: '/sessions/$sessionId' });
  const navigate = useNavigate({ from: '/sessions/$sessionId' });
  return (
    <Allowed title={t('nav.sessions')} needs="credit hours">
      <SessionView
        key={sessionId}
        id={Number(sessionId)}
        view={view}
        onView={(next) => void navigate({ search: next ? { view: next } : {} })}
        scan={{
          camera: (tell, hint) => <Scanner on hint={hint} onText={tell} />,
          field: (tell) => <CodeField onCode={tell} />,
        }}
      />
    </Allowed>
  );
}
