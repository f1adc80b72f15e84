import IconAlertTriangle from '@tabler/icons-react/dist/esm/icons/IconAlertTriangle.mjs';
import IconInfoCircle from '@tabler/icons-react/dist/esm/icons/IconInfoCircle.mjs';
import IconLock from '@tabler/icons-react/dist/esm/icons/IconLock.mjs';
import type { ReactNode, Ref } from 'react';
import { Icon } from './Icon';
import styles from './Notice.module.css';

interface Props {
  tone: 'conclusion' | 'info' | 'warn' | 'danger' | 'closed';
  children: ReactNode;
  ref?: Ref<HTMLDivElement>; // to move the focus to it
}

const icons = { info: IconInfoCircle, warn: IconAlertTriangle, danger: IconAlertTriangle, closed: IconLock };

/** A sentence that must not be overlooked. A conclusion is the one above its chart. */
export function Notice({ tone, children, ref }: Props) {
  return (
    <div
      ref={ref}
      className={`${styles.notice} ${styles[tone]}`}
      role={tone === 'danger' ? 'alert' : undefined}
      tabIndex={ref ? -1 : undefined}
    >
      {tone !== 'conclusion' && <Icon of={icons[tone]} />}
      <div>{children}</div>
    </div>
  );
}
