import styles from './Diverging.module.css';

interface Props {
  value: number;
  reach: number; // the value of the longest bar
  tone?: 'above' | 'same' | 'below';
}

/** A bar to the right of the middle for what was added, to the left for what was taken. The figure stands beside it. */
export function Diverging({ value, reach, tone = 'same' }: Props) {
  const length = Math.min(50, (Math.abs(value) / reach) * 50);
  return (
    <svg className={`${styles.bar} ${styles[tone]}`} aria-hidden="true">
      <rect className={styles.track} width="100%" height="8" rx="4" />
      <rect className={styles.value} x={`${value < 0 ? 50 - length : 50}%`} width={`${length}%`} height="8" />
      <line className={styles.middle} x1="50%" x2="50%" y1="-3" y2="11" />
    </svg>
  );
}
