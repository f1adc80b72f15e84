import type { Certificate, Qualification } from '../../api/types';

/** What to do something about, and what is in order. */
export interface Papers {
  attend: Paper[]; // missing or expired first, then what runs out
  valid: Paper[];
}

export interface Paper {
  key: string;
  name: Certificate['kind'];
  state: 'missing' | 'expired' | 'expiring' | 'valid' | 'waiting';
  until?: string;
}

const urgency = ['expired', 'missing', 'waiting', 'expiring', 'valid'] as const;

/**
 * One list of a person's certificates and of what their post requires besides. A certificate that was renewed or
 * refused is history; a requirement that a certificate meets is that certificate.
 */
export function papersOf(certificates: readonly Certificate[], required: readonly Qualification[]): Papers {
  const held = certificates.filter((c) => !c.renewed && (c.status === 'confirmed' || c.status === 'submitted'));
  const kinds = new Set(held.map((c) => c.kindId));
  const papers: Paper[] = [
    ...held.map((c) => ({
      key: `certificate-${c.id}`,
      name: c.kind,
      state: c.status === 'confirmed' ? stateOf(c.state) : ('waiting' as const),
      ...(c.validUntil && { until: c.validUntil }),
    })),
    ...required
      .filter((q) => !(q.kindId && kinds.has(q.kindId)))
      .map((q) => ({
        key: `required-${q.kindId ?? ''}-${q.courseId ?? ''}-${q.assessmentId ?? ''}`,
        name: q.what,
        state: stateOf(q.state),
        ...(q.validUntil && { until: q.validUntil }),
      })),
  ];
  const sorted = papers.sort(
    (a, b) => urgency.indexOf(a.state) - urgency.indexOf(b.state) || (a.until ?? '9').localeCompare(b.until ?? '9'),
  );
  return { attend: sorted.filter((p) => p.state !== 'valid'), valid: sorted.filter((p) => p.state === 'valid') };
}

const stateOf = (state: string): Paper['state'] =>
  state === 'valid' || state === 'expiring' || state === 'expired' ? state : 'missing';
