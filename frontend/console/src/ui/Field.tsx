import { NativeSelect, PasswordInput, TextInput } from '@mantine/core';
import type { ReactNode, Ref } from 'react';
import styles from './Field.module.css';

interface TextProps {
  label: string;
  value: string;
  onChange: (value: string) => void;
  hint?: string;
  error?: string;
  name?: string;
  autoComplete?: string;
  inputMode?: 'numeric'; // which keys a phone offers
  ref?: Ref<HTMLInputElement>;
}

const look = { input: styles.input, label: styles.label, description: styles.hint, error: styles.error };

export function TextField({ onChange, hint, ...props }: TextProps) {
  return (
    <TextInput
      {...props}
      description={hint}
      onChange={(e) => onChange(e.currentTarget.value)}
      autoCapitalize="none"
      spellCheck={false}
      classNames={look}
    />
  );
}

export function PasswordField({ onChange, hint, show, ...props }: TextProps & { show: string }) {
  return (
    <PasswordInput
      {...props}
      description={hint}
      onChange={(e) => onChange(e.currentTarget.value)}
      visibilityToggleButtonProps={{ 'aria-label': show, tabIndex: 0 }}
      classNames={{ ...look, innerInput: styles.inner }}
    />
  );
}

interface SearchProps {
  label: string;
  value: string;
  onChange: (value: string) => void;
  icon?: ReactNode;
  ref?: Ref<HTMLInputElement>;
}

/** A field whose label is seen as its placeholder. */
export function SearchField({ label, value, onChange, icon, ref }: SearchProps) {
  return (
    <TextInput
      ref={ref}
      type="search"
      aria-label={label}
      placeholder={label}
      value={value}
      leftSection={icon}
      onChange={(e) => onChange(e.currentTarget.value)}
      classNames={look}
    />
  );
}

interface PickerProps<V extends string> {
  label: string;
  value: V;
  onChange: (value: V) => void;
  options: readonly { value: V; label: string }[];
  visibleLabel?: boolean;
}

/** One of a few, by the system's own list: it is the best one on every phone. */
export function Picker<V extends string>({ label, value, onChange, options, visibleLabel }: PickerProps<V>) {
  return (
    <NativeSelect
      label={visibleLabel ? label : undefined}
      aria-label={visibleLabel ? undefined : label}
      value={value}
      data={[...options]}
      onChange={(e) => onChange(e.currentTarget.value as V)}
      classNames={{ ...look, input: `${styles.input} ${styles.picker}` }}
    />
  );
}
