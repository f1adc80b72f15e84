import 'fake-indexeddb/auto';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { beginning, closeTabs, emptyPhone, openTab, problem, Server, session, type Tab } from './fixture';

let tab: Tab;
let server: Server;

afterEach(closeTabs);

beforeEach(async () => {
  emptyPhone();
  server = new Server().install();
  tab = await openTab(vi.resetModules);
  await tab.keepSession(session(1));
});

const queue = () => tab.stored((db) => db.getAll('outbox'));

async function sent(account = 1, t = tab) {
  const draft = await t.newDraft(beginning(account));
  await t.sendCheck(draft);
  await t.sync();
  return draft;
}

test('two tabs that sync at once send once', async () => {
  const other = await openTab(vi.resetModules);
  await other.keepSession(session(1));
  server.answer = () => problem(503);
  await sent();
  await sent();
  server.answer = undefined;
  server.received = [];
  await Promise.all([tab.sync({ eager: true }), other.sync({ eager: true }), other.sync(), tab.sync()]);
  expect(server.sent('/spot-checks')).toHaveLength(2);
  expect(await queue()).toEqual([]);
});

test('without Web Locks a lease does, also when its holder has died', async () => {
  vi.stubGlobal('navigator', { onLine: true });
  const other = await openTab(vi.resetModules);
  await other.keepSession(session(1));
  server.answer = () => problem(503);
  await sent(1, other);
  server.answer = undefined;
  server.received = [];
  await Promise.all([tab.sync({ eager: true }), other.sync({ eager: true })]);
  expect(server.sent('/spot-checks')).toHaveLength(1);
  expect(await tab.note('lease')).toBeUndefined(); // given back

  await tab.setNote('lease', { owner: 'a tab that died', until: Date.now() + 60_000 });
  await sent();
  expect(server.sent('/spot-checks')).toHaveLength(1);
  vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + 61_000 });
  await tab.sync({ eager: true });
  vi.useRealTimers();
  expect(await queue()).toEqual([]);

  // The clock was an hour fast when the lease was given.
  await tab.setNote('lease', { owner: 'a tab that died', until: Date.now() + 3_600_000 });
  await sent();
  expect(await queue()).toEqual([]);
  vi.unstubAllGlobals();
});

test.each([
  ['the network', () => Promise.reject(new TypeError('Failed to fetch')) as never],
  ['a busy server', () => problem(503)],
  ['a broken server', () => problem(500)],
  ['too many requests', () => problem(429)],
  ['a portal that lets nobody through', () => new Response('<html>Sign in to the Wi-Fi', { status: 200 })],
  ['a portal that refuses', () => new Response('<html>', { status: 403 })],
  ['an answer about something else', () => Response.json({ id: 1, key: 'another' }, { status: 201 })],
])('%s is waited for, a while longer each time', async (_, answer) => {
  server.answer = answer;
  await sent();
  const [first] = await queue();
  expect(first).toMatchObject({ tries: 1 });
  expect(first?.refused).toBeUndefined();
  expect(first?.nextAt).toBeGreaterThan(Date.now());
  await tab.sync(); // put off
  expect((await queue())[0]?.tries).toBe(1);
  await tab.sync({ eager: true }); // somebody asks
  expect((await queue())[0]?.tries).toBe(2);
});

test('the wait doubles up to five minutes, and differs from phone to phone', () => {
  expect([0, 1, 2, 3].map((n) => tab.backOff(n, 1))).toEqual([2_000, 4_000, 8_000, 16_000]);
  expect(tab.backOff(50, 1)).toBe(300_000);
  expect(tab.backOff(50, 0)).toBe(150_000);
});

test('the server may ask for a longer wait', async () => {
  server.answer = () => problem(429, undefined, { 'Retry-After': '120' });
  await sent();
  expect((await queue())[0]?.nextAt).toBeGreaterThan(Date.now() + 100_000);
});

test('one that the server stumbles over does not hold up the others', async () => {
  const stuck = await sent();
  server.stored.clear();
  server.answer = (r) => ((r.body as { key: string }).key === stuck.key ? problem(500) : undefined);
  await tab.newDraft(beginning()).then(tab.sendCheck);
  await tab.sync();
  expect(server.stored.size).toBe(1);
});

test('a session that has ended stops it until the same account is back', async () => {
  server.answer = () => problem(401);
  await sent();
  await tab.newDraft(beginning()).then(tab.sendCheck);
  await tab.sync({ eager: true });
  expect(server.received).toHaveLength(1); // no hammering
  expect(await queue()).toMatchObject([{ tries: 0 }, { tries: 0 }]);
  server.answer = undefined;
  await tab.keepSession(session(1));
  await tab.sync();
  expect(await queue()).toEqual([]);
});

test('half a sign-in is no refusal', async () => {
  const half = { accountId: 1, secondFactor: 'required' };
  server.answer = (r) => (r.path.endsWith('/session') ? Response.json(half) : problem(403));
  await sent();
  expect((await queue())[0]?.refused).toBeUndefined();
  expect(await tab.note('paused')).toBe(1);
});

test('a role that was taken away is one', async () => {
  server.answer = (r) => (r.path.endsWith('/session') ? Response.json(session(1)) : problem(403));
  await sent();
  expect(await queue()).toMatchObject([{ refused: { reason: 'forbidden' } }]);
});

test('another account neither sends nor loses what waits for the first', async () => {
  server.answer = () => problem(503);
  const draft = await sent();
  await tab.forgetSession();
  server.answer = undefined;
  server.received = [];
  await tab.keepSession(session(2));
  await tab.sync({ eager: true });
  expect(server.received).toEqual([]);
  expect(await tab.openDrafts(2)).toEqual([]);

  await tab.keepSession(session(1));
  await tab.sync({ eager: true });
  expect(server.received.map((r) => r.headers.get('Wardstar-Account'))).toEqual(['1']);
  expect([...server.stored.keys()]).toEqual([draft.key]);
});
