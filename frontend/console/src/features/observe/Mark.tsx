import type { Result } from '../../lib/field/types';

const shapes: Record<Result, string> = {
  met: 'M5 12.5l4.5 4.5L19 7.5',
  partly: 'M6 12h12',
  'not-met': 'M6 6l12 12M18 6L6 18',
  'not-seen': 'M9 19l6-14',
  'not-applicable': 'M9 19l6-14',
};

/** The sign of an answer, beside its word; an item without one has an empty circle. */
export function Mark({ of, size = 24, weight = 2.25 }: { of?: Result; size?: number; weight?: number }) {
  return (
    <svg
      viewBox="0 0 24 24"
      width={size}
      height={size}
      fill="none"
      stroke="currentColor"
      strokeWidth={weight}
      strokeLinecap="round"
      strokeLinejoin="round"
      aria-hidden="true"
    >
      {of ? <path d={shapes[of]} /> : <circle cx="12" cy="12" r="6.5" strokeDasharray="2 3.2" strokeWidth="1.75" />}
    </svg>
  );
}
