import IconX from '@tabler/icons-react/dist/esm/icons/IconX.mjs';
import { Link } from '@tanstack/react-router';
import { type ReactNode, useEffect } from 'react';
import { useT } from '../../i18n/setup';
import { Icon } from '../../ui/Icon';
import { Screen } from '../../ui/Screen';

interface Props {
  title: string;
  lead?: ReactNode; // one line under the title
  wide?: boolean; // two columns on a desktop
  children: ReactNode;
}

/** A step on the way into a check, which leads back to the checks. */
export function Step({ title, ...rest }: Props) {
  const t = useT();
  useEffect(() => {
    document.title = `${title} · Wardstar`;
  }, [title]);
  const back = (
    <Link to="/checks" aria-label={t('checks.back')}>
      <Icon of={IconX} size={24} />
    </Link>
  );
  return <Screen back={back} title={<h1>{title}</h1>} {...rest} />;
}
