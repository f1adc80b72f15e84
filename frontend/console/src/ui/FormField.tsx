import { Textarea, TextInput } from '@mantine/core';
import styles from './Field.module.css';

interface Props {
  label: string;
  value: string;
  onChange: (value: string) => void;
  hint?: string;
  error?: string;
  max?: number; // characters
}

const look = { input: styles.input, label: styles.label, description: styles.hint, error: styles.error };

/** A day, a time of day or a number: the system's own way to choose one is the best on every phone. */
export function ValueField({ type, onChange, hint, max, ...props }: Props & { type: 'date' | 'time' | 'number' }) {
  return (
    <TextInput
      {...props}
      type={type}
      min={type === 'number' ? 0 : undefined}
      max={max}
      inputMode={type === 'number' ? 'numeric' : undefined}
      description={hint}
      onChange={(e) => onChange(e.currentTarget.value)}
      classNames={look}
    />
  );
}

/** Some lines of words. */
export function WordsField({ onChange, hint, max, ...props }: Props) {
  return (
    <Textarea
      {...props}
      rows={3}
      maxLength={max}
      description={hint}
      onChange={(e) => onChange(e.currentTarget.value)}
      classNames={look}
    />
  );
}
