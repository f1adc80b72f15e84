import type { QueryKey } from '@tanstack/react-query';

/** What the server says when it does not know what has changed. */
export const everything = '*';

/**
 * Which queries a change of a kind makes old, by the beginning of their keys. The kinds are the journal's; what no
 * page shows is not here.
 */
const keys: Record<string, QueryKey[]> = {
  account: [['session'], ['sessions'], ['second-factor'], ['delegations']],
  session: [['session']],
  hospital: [['session']],
  period: [['periods']],
  scheme: [['periods']],
  evidence: [['periods']],
  'spot-check': [['spot-checks'], ['spot-check'], ['kit']],
  recognition: [
    ['my', 'recognitions'],
    ['my', 'thanks'],
  ],
  standard: [['my', 'standards'], ['kit']],
  assessment: [['assessments']],
  attempt: [['qualifications']],
  course: [['courses'], ['training-sessions']],
  'training-session': [['training-sessions'], ['check-in-code'], ['hours']],
  credit: [['hours'], ['employees'], ['training-sessions']],
  'external-hours': [['external-hours'], ['hours']],
  certificate: [['certificates'], ['qualifications']],
  requirement: [['qualifications']],
  employee: [['employees'], ['touchpoints'], ['kit']],
  roster: [['employees'], ['departments'], ['touchpoints'], ['kit']],
  department: [['departments'], ['touchpoints'], ['kit']],
  touchpoint: [['touchpoints'], ['kit']],
  ballot: [['ballot']],
};

/** The beginnings of the keys that topics make old; undefined: all are. */
export function touched(topics: readonly string[]): QueryKey[] | undefined {
  if (topics.includes(everything)) return undefined;
  const found = topics.flatMap((topic) => keys[topic] ?? []);
  return [...new Map(found.map((key) => [key.join(), key])).values()];
}
