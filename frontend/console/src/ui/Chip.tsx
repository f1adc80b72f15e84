import type { ReactNode } from 'react';
import styles from './Chip.module.css';
import { Star } from './Star';

/** What a chip says by colour and, for those who do not see it, by shape. */
export type Tone = 'above' | 'same' | 'below' | 'met' | 'missing' | 'warn' | 'star' | 'plain';

const shapes: Partial<Record<Tone, ReactNode>> = {
  above: <path d="M6 1.5l5 9H1z" fill="currentColor" />,
  below: <path d="M6 10.5l5-9H1z" fill="currentColor" />,
  same: <path d="M1 4h10M1 8h10" stroke="currentColor" strokeWidth="2" />,
  met: <path d="M1.5 6.5l3 3 6-7" stroke="currentColor" strokeWidth="2" fill="none" />,
  missing: <path d="M1.5 6h9" stroke="currentColor" strokeWidth="2" />,
};

export function Chip({ tone, children }: { tone: Tone; children: ReactNode }) {
  return (
    <span className={`${styles.chip} ${styles[tone]}`}>
      {tone === 'star' && <Star size={13} />}
      {shapes[tone] && (
        <svg viewBox="0 0 12 12" width="12" height="12" aria-hidden="true">
          {shapes[tone]}
        </svg>
      )}
      {children}
    </span>
  );
}
