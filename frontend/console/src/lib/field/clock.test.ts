import 'fake-indexeddb/auto';
import { beforeEach, expect, test, vi } from 'vitest';
import { emptyPhone } from './fixture';

const server = '2026-11-22T10:00:00.000Z'; // the second in which it answered
const at = (offset: number) => Date.parse(server) + 500 + offset;
const answered = new Response(null, { headers: { Date: new Date(server).toUTCString() } });

let clock: typeof import('./clock');

beforeEach(async () => {
  emptyPhone();
  vi.resetModules();
  clock = await import('./clock');
});

test.each([
  ['right', 0, 200, 0],
  ['seven minutes fast', 420_000, 200, 420_000],
  ['slow', -180_000, 1_000, -180_000],
])('a clock that is %s', async (_, ahead, took, want) => {
  clock.heard(answered, at(ahead) - took / 2, at(ahead) + took / 2);
  expect(await clock.skew()).toBe(want);
});

test.each([
  ['took long', answered, 60_000, 72_000],
  ['came before it was asked for: the clock was set', answered, 60_000, 50_000],
  ['has no date', new Response(), 60_000, 60_100],
])('an answer that %s says nothing', async (_, response, asked, now) => {
  clock.heard(response, at(asked), at(now));
  expect(await clock.skew()).toBeUndefined();
});

test('how far it was off is known without a network, too', async () => {
  clock.heard(answered, at(420_000), at(420_000));
  await vi.waitFor(async () => {
    vi.resetModules();
    const { skew } = await import('./clock');
    expect(await skew()).toBe(420_000);
  });
});
