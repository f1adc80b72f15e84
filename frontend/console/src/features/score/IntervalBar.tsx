import { scaleLinear } from 'd3-scale';
import { useFormat } from '../../lib/session';
import { against } from './breakdown';
import styles from './IntervalBar.module.css';

interface Props {
  score: number;
  low: number;
  high: number;
  base: number;
  label: string;
}

/** The score on its 95 % interval, with the mark it is measured against. */
export function IntervalBar({ score, low, high, base, label }: Props) {
  const format = useFormat();
  const reach = Math.max(60000, Math.abs(low - base), Math.abs(high - base)) * 1.15;
  const scale = scaleLinear([base - reach, base + reach], [0, 100]);
  const apart = scale(high) - scale(low) > 25; // room for both figures over the ends
  const x = (v: number) => `${scale(v)}%`;
  return (
    <svg className={`${styles.bar} ${styles[against(low, high, base)]}`} role="img" aria-label={label}>
      <title>{label}</title>
      <line className={styles.axis} x1="0" x2="100%" y1="28" y2="28" />
      <line className={styles.base} x1="50%" x2="50%" y1="14" y2="42" />
      <text x="50%" y="58" textAnchor="middle">
        {format.score(base)}
      </text>
      <text x={x(low)} y="10" textAnchor={apart ? 'middle' : 'end'}>
        {format.score(low)}
      </text>
      <text x={x(high)} y="10" textAnchor={apart ? 'middle' : 'start'}>
        {format.score(high)}
      </text>
      <line className={styles.interval} x1={x(low)} x2={x(high)} y1="28" y2="28" />
      <circle className={styles.mark} cx={x(score)} cy="28" r="9" />
    </svg>
  );
}
