import { SegmentedControl } from '@mantine/core';
import styles from './Segmented.module.css';

interface Props<V extends string> {
  label: string;
  value: V;
  onChange: (value: V) => void;
  options: readonly { value: V; label: string }[];
}

/** One of two to five, all in sight. */
export function Segmented<V extends string>({ label, value, onChange, options }: Props<V>) {
  return (
    <SegmentedControl
      aria-label={label}
      value={value}
      onChange={onChange}
      data={[...options]}
      withItemsBorders={false}
      classNames={{ root: styles.root, label: styles.label, indicator: styles.indicator, control: styles.control }}
    />
  );
}
