import type { Breakdown, Part } from './breakdown';

/** The part that moved a score most, if any moved it by a point's tenth at least. */
export function mainPart({ parts }: Pick<Breakdown, 'parts'>): Part | undefined {
  const most = parts.reduce<Part | undefined>(
    (best, p) => (Math.abs(p.value) > Math.abs(best?.value ?? 0) ? p : best),
    undefined,
  );
  return most && Math.abs(most.value) >= 500 ? most : undefined;
}
