import 'fake-indexeddb/auto';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { closeTabs, emptyPhone, openTab, session, type Tab } from './fixture';

let tab: Tab;
let kit: typeof import('./kit');
let asked: { path: string; headers: Headers }[];
let answer: (path: string) => Response;

beforeEach(async () => {
  emptyPhone();
  asked = [];
  globalThis.fetch = async (input: RequestInfo | URL, init?: RequestInit) => {
    asked.push({ path: String(input), headers: new Headers(init?.headers) });
    return answer(String(input));
  };
  tab = await openTab(vi.resetModules);
  kit = await import('./kit');
  await tab.keepSession(session(1));
});

afterEach(closeTabs);

const kept = () => tab.stored((db) => db.getAll('kit'));
const whole = (path: string) => Response.json({ from: path }, { headers: { ETag: `"${path}"` } });

test('all that the field needs is kept for the account, and asked for again only by what has changed', async () => {
  answer = whole;
  await kit.refreshKit();
  expect((await kept()).map((k) => [k.account, k.name, k.data])).toEqual([
    [1, 'plan', { from: '/api/v1/spot-check-plan' }],
    [1, 'roster', { from: '/api/v1/field-roster' }],
    [1, 'standards', { from: '/api/v1/field-standards' }],
  ]);
  asked = [];
  await kit.refreshKit();
  expect(asked).toEqual([]); // it is fresh
  answer = () => new Response(null, { status: 304 });
  const before = await kept();
  await kit.refreshKit({ force: true });
  expect(asked.map((a) => a.headers.get('If-None-Match'))).toEqual(asked.map((a) => `"${a.path}"`));
  expect((await kept()).map((k) => k.data)).toEqual(before.map((k) => k.data));
});

test.each([
  ['no network', () => Promise.reject(new TypeError('Failed to fetch')) as never],
  ['a server that stumbles', () => new Response('', { status: 500 })],
  ['a portal’s page', () => new Response('<html>', { status: 200 })],
])('%s leaves yesterday’s in place', async (_, broken) => {
  answer = whole;
  await kit.refreshKit();
  const before = await kept();
  answer = broken;
  await kit.refreshKit({ force: true });
  expect(await kept()).toEqual(before);
});

test('what was on its way when somebody else signed in is not kept', async () => {
  answer = (path) => {
    void tab.keepSession(session(2));
    return whole(path);
  };
  await kit.refreshKit();
  expect(await kept()).toEqual([]);
});

test('another account never reads it', async () => {
  answer = whole;
  await kit.refreshKit();
  await tab.keepSession(session(2));
  expect(await kept()).toEqual([]);
});
