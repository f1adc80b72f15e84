import { Button as MantineButton } from '@mantine/core';
import type { Icon as Drawing } from '@tabler/icons-react';
import { createLink } from '@tanstack/react-router';
import type { AnchorHTMLAttributes, ReactNode, Ref } from 'react';
import styles from './Button.module.css';
import { Icon } from './Icon';

interface Props extends Omit<AnchorHTMLAttributes<HTMLAnchorElement>, 'style'> {
  ref?: Ref<HTMLAnchorElement>;
  children?: ReactNode;
  icon?: Drawing;
  main?: boolean; // the one main action of the page
}

function Anchor({ icon, main, children, ...link }: Props) {
  return (
    <MantineButton
      {...link}
      component="a"
      variant={main ? 'filled' : 'default'}
      classNames={{ root: styles.root, label: styles.label }}
      leftSection={icon && <Icon of={icon} size={main ? 22 : 18} />}
    >
      {children}
    </MantineButton>
  );
}

/** The way to a page of the console, looking like a button. */
export const ButtonLink = createLink(Anchor);
