import type { ScaleLinear } from 'd3-scale';
import type { Group, Standing } from '../../api/types';
import styles from './Plot.module.css';
import type { Position } from './standings';

/** Where figures lie between 0 and 100 % of the width of a plot. */
export type Scale = ScaleLinear<number, number>;

interface Props {
  row: Standing;
  group: Group;
  scale: Scale;
  ticks: number[];
  label: string; // what the picture says, in words
}

const at = (scale: Scale, v: number) => `${scale(v)}%`;

/** One person's score as a mark on its 95 % interval, over the mean of the group and its own interval. */
export function Plot({ row, group, scale, ticks, label }: Props) {
  const position = row.position as Position;
  return (
    <svg className={styles.plot} role="img" aria-label={label}>
      <title>{label}</title>
      <rect
        className={styles.band}
        x={at(scale, group.meanLow)}
        width={`${scale(group.meanHigh) - scale(group.meanLow)}%`}
        height="100%"
      />
      {ticks.map((t) => (
        <line key={t} className={styles.grid} x1={at(scale, t)} x2={at(scale, t)} y1="0" y2="100%" />
      ))}
      <line className={styles.mean} x1={at(scale, group.mean)} x2={at(scale, group.mean)} y1="0" y2="100%" />
      <g className={styles[position]}>
        <line className={styles.interval} x1={at(scale, row.low)} x2={at(scale, row.high)} y1="50%" y2="50%" />
        <svg x={at(scale, row.score)} y="50%" overflow="visible" aria-hidden="true">
          <path className={styles.mark} d={marks[position]} />
        </svg>
      </g>
    </svg>
  );
}

/** Shape doubles colour: a diamond above, a dot not clearly different, a square below. */
export const marks: Record<Position, string> = {
  above: 'M0-7L7 0 0 7-7 0z',
  same: 'M-5.5 0a5.5 5.5 0 1 0 11 0a5.5 5.5 0 1 0-11 0',
  below: 'M-5-5h10v10h-10z',
};
