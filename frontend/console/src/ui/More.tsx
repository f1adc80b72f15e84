import IconChevronDown from '@tabler/icons-react/dist/esm/icons/IconChevronDown.mjs';
import type { ReactNode } from 'react';
import { Icon } from './Icon';
import styles from './More.module.css';

interface Props {
  label: string;
  plain?: boolean; // it is read, rather than pressed for something
  children: ReactNode;
}

/** What most readers can do without, on demand. */
export function More({ label, plain, children }: Props) {
  return (
    <details className={`${styles.more} ${plain ? styles.plain : ''}`}>
      <summary>
        {label}
        <Icon of={IconChevronDown} size={18} />
      </summary>
      <div>{children}</div>
    </details>
  );
}
