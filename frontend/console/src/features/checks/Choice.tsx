import { Segmented } from '../../ui/Segmented';
import styles from './StartForm.module.css';

interface Props<V extends string> {
  label: string;
  value: V;
  options: readonly V[];
  name: (value: V) => string;
  onChange: (value: V) => void;
}

/** One of three, all in sight, under what it is about. */
export function Choice<V extends string>({ label, value, options, name, onChange }: Props<V>) {
  return (
    <div className={styles.choice}>
      <p aria-hidden="true">{label}</p>
      <Segmented
        label={label}
        value={value}
        options={options.map((option) => ({ value: option, label: name(option) }))}
        onChange={onChange}
      />
    </div>
  );
}
