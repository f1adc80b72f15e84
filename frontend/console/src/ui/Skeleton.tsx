import styles from './Skeleton.module.css';

/** Grey bars in the layout of what is loading; they appear when it takes longer than a fifth of a second. */
export function Skeleton({ lines = 3, height = 20 }: { lines?: number; height?: number }) {
  return (
    <div className={styles.skeleton} aria-hidden="true">
      {Array.from({ length: lines }, (_, i) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: the bars are all alike
        <div key={i} className={styles.bar} style={{ height, width: `${100 - ((i * 17) % 31)}%` }} />
      ))}
    </div>
  );
}
