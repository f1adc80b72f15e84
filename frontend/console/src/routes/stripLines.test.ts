import { expect, test } from 'vitest';
import type { Outbox } from '../lib/field/outbox';
import type { Queued } from '../lib/field/types';
import { lines } from './stripLines';

const now = Date.parse('2026-11-22T10:00:00Z');
const item = (more: Partial<Queued> = {}) => ({ queuedAt: '2026-11-22T09:59:00Z', tries: 0, ...more }) as Queued;
const outbox = (more: Partial<Outbox> = {}): Outbox => ({
  ready: true,
  waiting: 0,
  refused: 0,
  foreign: 0,
  paused: false,
  items: [],
  sent: [],
  ...more,
});
const calm = {
  online: true,
  unreached: false,
  observer: true,
  held: false,
  outbox: outbox(),
  skew: 1_000,
  storage: { persisted: true, free: 1e9 },
  newVersion: false,
  now,
};
const waiting = outbox({ waiting: 2, items: [item(), item()] });

test.each([
  ['nothing is said when all is well', {}, []],
  ['nor while something has just been sent on its way', { outbox: waiting }, []],
  ['an observer’s work is saved', { online: false, outbox: waiting }, ['saved']],
  ['who records nothing is not told that it is saved', { online: false, observer: false }, ['offline']],
  ['the network without the server', { unreached: true }, ['unreached']],
  ['the same for who records nothing', { unreached: true, observer: false }, ['away']],
  ['a try that failed', { outbox: outbox({ waiting: 1, items: [item({ tries: 1 })] }) }, ['unreached']],
  ['a session that has ended', { outbox: outbox({ waiting: 1, paused: true, items: [item()] }) }, ['held']],
  ['in the middle of a check too, though nothing waits', { held: true }, ['held']],
  ['what was refused', { outbox: outbox({ refused: 1, items: [item()] }) }, ['refused']],
  ['a clock two minutes off is a clock', { skew: 120_000 }, []],
  ['a fast clock', { skew: 7 * 60_000 }, ['ahead']],
  ['a slow clock', { skew: -3 * 60_000 }, ['behind']],
  ['little room', { storage: { persisted: true, free: 1e6 } }, ['tight']],
  ['no room', { storage: { persisted: true, free: 0, trouble: 'full' as const } }, ['full']],
  ['no store', { storage: { trouble: 'forbidden' as const } }, ['forbidden']],
  ['a store that may be cleared, with nothing in it', { storage: { persisted: false } }, []],
  [
    'with something in it since yesterday',
    {
      storage: { persisted: false },
      outbox: outbox({ waiting: 1, items: [item({ queuedAt: '2026-11-21T09:00:00Z' })] }),
    },
    ['fleeting'],
  ],
  [
    'the most urgent first',
    { online: false, skew: 1e6, newVersion: true, storage: { trouble: 'full' as const } },
    ['full', 'saved', 'ahead', 'update'],
  ],
])('%s', (_, seen, want) => expect(lines({ ...calm, ...seen }).map((l) => l.is)).toEqual(want));
