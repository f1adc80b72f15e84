import type { ReactNode } from 'react';
import { useT } from '../i18n/setup';
import { may, useSession } from '../lib/session';
import { Notice } from '../ui/Notice';
import { PageHead } from '../ui/PageHead';

interface Props {
  title: string;
  needs: string; // a permission
  children: ReactNode;
}

/** Shows a page to those who may see it. The page exists for the others too, and says who can give access. */
export function Allowed({ title, needs, children }: Props) {
  const t = useT();
  if (may(useSession(), needs)) return children;
  return (
    <>
      <PageHead title={title} />
      <Notice tone="info">{t('error.forbidden')}</Notice>
    </>
  );
}
