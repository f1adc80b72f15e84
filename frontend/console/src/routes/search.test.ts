import { expect, test } from 'vitest';
import { checkSearch, newCheckSearch } from './search';

test.each([
  [
    { employee: 12, department: 3, place: '0123456789abcdef' },
    { employee: 12, department: 3, place: '0123456789abcdef' },
  ],
  [{ employee: '12' }, { employee: 12 }],
  [{ employee: 0, department: -1 }, {}],
  [{ employee: 1.5, department: 'x' }, {}],
  [{ employee: 1e30 }, {}],
  [{ place: 'AGK30MKB' }, {}],
  [{ place: '0123456789abcdef0' }, {}],
  [{ other: 1 }, {}],
])('of the address %j is taken %j', (raw, want) => expect(newCheckSearch(raw)).toEqual(want));

test.each([
  [
    { from: 'score', period: '2026-10' },
    { from: 'score', period: '2026-10' },
  ],
  [{ from: 'elsewhere', period: '2026-13' }, {}],
])('of the address %j of a stored check is taken %j', (raw, want) => expect(checkSearch(raw)).toEqual(want));
