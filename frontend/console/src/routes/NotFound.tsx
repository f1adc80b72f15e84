import { Link } from '@tanstack/react-router';
import { useT } from '../i18n/setup';
import { PageHead } from '../ui/PageHead';

export function NotFound() {
  const t = useT();
  return (
    <>
      <PageHead title={t('notFound.title')} lead={t('notFound.lead')} />
      <Link to="/">{t('notFound.home')}</Link>
    </>
  );
}
