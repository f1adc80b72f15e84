import 'fake-indexeddb/auto';
import { beforeEach, expect, test, vi } from 'vitest';
import { beginning, emptyPhone, openTab, problem, Server, session } from './fixture';

type Tab = Awaited<ReturnType<typeof openTab>>;

let tab: Tab;
let server: Server;

beforeEach(async () => {
  emptyPhone();
  server = new Server().install();
  tab = await openTab(vi.resetModules);
  await tab.keepSession(session(1));
});

async function finished(t = tab, account = 1) {
  const draft = await t.newDraft(beginning(account));
  return draft;
}

const queue = () => tab.stored((db) => db.getAll('outbox'));

test('a finished check is sent once, however often we sync', async () => {
  const draft = await finished();
  await tab.sendCheck(draft);
  await tab.sendCheck(draft);
  await Promise.all([tab.sync(), tab.sync(), tab.sync({ eager: true })]);
  expect(server.sent('/spot-checks')).toHaveLength(1);
  expect(await queue()).toEqual([]);
  expect(await tab.openDrafts(1)).toEqual([]);
  expect(await tab.stored((db) => db.getAll('sent'))).toMatchObject([{ id: draft.key, label: '李静', serverId: 1 }]);
});

test('what the server refuses is parked, and fixed under the same key', async () => {
  server.answer = () => problem(422, 'posting-ended');
  const draft = await finished();
  await tab.sendCheck(draft);
  await tab.sync();
  expect(await queue()).toMatchObject([{ refused: { reason: 'posting-ended', fields: { startedAt: 'why' } } }]);
  expect((await tab.fix(draft.key)).key).toBe(draft.key);
  server.answer = undefined;
  await tab.sendCheck(draft);
  await tab.sync();
  expect([...server.stored.keys()]).toEqual([draft.key]);
});
