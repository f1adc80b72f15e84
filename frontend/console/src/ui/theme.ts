import {
  Button,
  type CSSVariablesResolver,
  createTheme,
  localStorageColorSchemeManager,
  type MantineColorsTuple,
} from '@mantine/core';

const green: MantineColorsTuple = [
  '#e2f2ed',
  '#c2e4da',
  '#9be6d6',
  '#7bd8c5',
  '#52b8a4',
  '#2f9483',
  '#1a7769',
  '#0f665b',
  '#0a5a50',
  '#084840',
];

/** Mantine in the design guide's clothes. Its own colours appear nowhere. */
export const theme = createTheme({
  primaryColor: 'green',
  colors: { green },
  primaryShade: { light: 8, dark: 3 },
  fontFamily: 'var(--font)',
  defaultRadius: 8,
  respectReducedMotion: true,
  cursorType: 'pointer',
  components: { Button: Button.extend({ defaultProps: { loaderProps: { type: 'dots' } } }) },
});

const variables = {
  '--mantine-color-body': 'var(--bg)',
  '--mantine-color-text': 'var(--text)',
  '--mantine-color-dimmed': 'var(--text-2)',
  '--mantine-color-error': 'var(--danger)',
  '--mantine-color-placeholder': 'var(--text-3)',
  '--mantine-color-default': 'var(--surface)',
  '--mantine-color-default-hover': 'var(--sunken)',
  '--mantine-color-default-color': 'var(--text)',
  '--mantine-color-default-border': 'var(--line-strong)',
  '--mantine-color-disabled': 'var(--sunken)',
  '--mantine-color-disabled-color': 'var(--text-3)',
  '--mantine-primary-color-filled': 'var(--brand)',
  '--mantine-primary-color-filled-hover': 'var(--brand-hover)',
  '--mantine-primary-color-contrast': 'var(--on-brand)',
  '--mantine-color-green-filled': 'var(--brand)',
  '--mantine-color-green-filled-hover': 'var(--brand-hover)',
  '--mantine-color-green-text': 'var(--brand)',
  '--mantine-color-green-light-color': 'var(--brand)',
  '--mantine-color-green-light-hover': 'var(--brand-soft)',
};

export const resolver: CSSVariablesResolver = () => ({ variables: {}, light: variables, dark: variables });

export const schemes = localStorageColorSchemeManager({ key: 'wardstar.theme' });
