import IconAlertTriangle from '@tabler/icons-react/dist/esm/icons/IconAlertTriangle.mjs';
import IconInfoCircle from '@tabler/icons-react/dist/esm/icons/IconInfoCircle.mjs';
import type { ReactNode, Ref } from 'react';
import { Icon } from './Icon';
import styles from './Notice.module.css';

interface Props {
  tone: 'conclusion' | 'info' | 'warn' | 'danger';
  children: ReactNode;
  ref?: Ref<HTMLDivElement>; // to move the focus to it
}

/** A sentence that must not be overlooked. A conclusion is the one above its chart. */
export function Notice({ tone, children, ref }: Props) {
  const icon = tone === 'danger' || tone === 'warn' ? IconAlertTriangle : IconInfoCircle;
  return (
    <div
      ref={ref}
      className={`${styles.notice} ${styles[tone]}`}
      role={tone === 'danger' ? 'alert' : undefined}
      tabIndex={ref ? -1 : undefined}
    >
      {tone !== 'conclusion' && <Icon of={icon} />}
      <div>{children}</div>
    </div>
  );
}
