import { expect, test } from 'vitest';
import type { Queued } from '../../lib/field/types';
import { entries, reasonOf } from './entries';

const item = (id: string, more: Partial<Queued> = {}): Queued => ({
  id,
  kind: 'check',
  account: 1,
  label: id,
  body: {},
  queuedAt: '',
  tries: 0,
  nextAt: 0,
  ...more,
});
const refused = { reason: 'photos-full', message: '', fields: {}, at: '' };

test('a check stands with its photos and thanks; what is left of one that was sent, by itself', () => {
  const found = entries([
    item('k1'),
    item('p1', { kind: 'photo', check: 'k1' }),
    item('t1', { kind: 'recognition', check: 'k1' }),
    item('p2', { kind: 'photo', check: 'gone', refused }),
    item('p3', { kind: 'photo', check: 'gone', tries: 2, nextAt: 9 }),
  ]);
  expect(found.map((e) => [e.key, e.check?.id, e.photos.length, e.thanks?.id, e.refused.length])).toEqual([
    ['k1', 'k1', 1, 't1', 0],
    ['gone', undefined, 2, undefined, 1],
  ]);
  expect(found[1]).toMatchObject({ tries: 2, nextAt: 9 }); // of what still goes by itself
});

test.each([
  ['posting-ended', 'posting-ended'],
  ['a reason of a later release', 'invalid'],
])('%s is said as %s', (reason, want) => expect(reasonOf({ reason })).toBe(want));
