import type { Result } from '../../lib/field/types';
import styles from './Ring.module.css';
import { span } from './timing';

const radius = 54;
const round = 2 * Math.PI * radius;

const signs: Partial<Record<Result, string>> = {
  met: 'M46 67l13 13 27-29',
  partly: 'M47 66h38',
  'not-met': 'M50 50l32 32M82 50L50 82',
};

/** A measurement as a ring, with a mark where the target is. */
export function Ring({ result, milliseconds, target }: { result: Result; milliseconds: number; target: number }) {
  const arc = Math.min(1, milliseconds / span(target)) * round;
  return (
    <svg viewBox="0 0 132 132" className={styles.ring} aria-hidden="true">
      <circle cx="66" cy="66" r={radius} className={styles.rest} />
      <circle
        cx="66"
        cy="66"
        r={radius}
        className={styles.arc}
        strokeDasharray={`${arc} ${round}`}
        transform="rotate(-90 66 66)"
      />
      <path d="M66 2V22" className={styles.mark} transform="rotate(225 66 66)" />
      <path d={signs[result]} className={styles.sign} />
    </svg>
  );
}
