import { useQuery } from '@tanstack/react-query';
import { signInOptionsQuery } from '../../api/queries';
import { localized } from '../../i18n/languages';
import { useLanguage } from '../../i18n/setup';
import { LeavingLink } from '../../ui/Button';

/** The way to the hospital's own sign-in service, where it has one, and back to this page. */
export function ByService() {
  const language = useLanguage();
  const { data } = useQuery(signInOptionsQuery);
  if (!data?.provider) return null;
  const { path, label } = data.provider;
  const back = new URLSearchParams({ return: location.pathname + location.search });
  return (
    <p>
      <LeavingLink href={`${path}?${back}`}>{localized(label, language)}</LeavingLink>
    </p>
  );
}
