import { Button as MantineButton } from '@mantine/core';
import type { Icon as Drawing } from '@tabler/icons-react';
import type { MouseEventHandler, ReactNode } from 'react';
import styles from './Button.module.css';
import { Icon } from './Icon';

interface Look {
  children: ReactNode;
  icon?: Drawing;
  main?: boolean; // the one main action of the page
  quiet?: boolean; // one of many alike, in a row of a table
  shortcut?: string;
}

interface ButtonProps extends Look {
  onClick?: MouseEventHandler<HTMLButtonElement>;
  type?: 'button' | 'submit';
  busy?: boolean; // works on it; pressing again does nothing
  wide?: boolean;
}

const variant = ({ main, quiet }: Look) => (main ? 'filled' : quiet ? 'subtle' : 'default');

const inner = ({ icon, shortcut }: Look) => ({
  leftSection: icon && <Icon of={icon} size={18} />,
  rightSection: shortcut && <kbd className={styles.key}>{shortcut}</kbd>,
});

export function Button({ onClick, type = 'button', busy, wide, ...look }: ButtonProps) {
  return (
    <MantineButton
      type={type}
      onClick={onClick}
      loading={busy}
      fullWidth={wide}
      variant={variant(look)}
      classNames={{ root: styles.root, label: styles.label }}
      {...inner(look)}
    >
      {look.children}
    </MantineButton>
  );
}

/** The way to a page that is not the console's, looking like a button. */
export function LeavingLink({ href, ...look }: Look & { href: string }) {
  return (
    <MantineButton
      component="a"
      href={href}
      fullWidth
      variant={variant(look)}
      classNames={{ root: styles.root, label: styles.label }}
      {...inner(look)}
    >
      {look.children}
    </MantineButton>
  );
}

/** A file to download, looking like a button. */
export function DownloadLink({ href, ...look }: Look & { href: string }) {
  return (
    <MantineButton
      component="a"
      href={href}
      download
      variant={variant(look)}
      classNames={{ root: styles.root, label: styles.label }}
      {...inner(look)}
    >
      {look.children}
    </MantineButton>
  );
}
