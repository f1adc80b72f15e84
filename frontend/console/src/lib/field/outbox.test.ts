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
const photos = () => tab.stored((db) => db.getAllKeys('photos'));

/** A check with one answer, a photo of it and thanks. */
async function recorded() {
  const draft = await tab.newDraft(beginning());
  const photo = await tab.addPhoto(new Blob(['jpeg'], { type: 'image/jpeg' }));
  const answered = {
    ...draft,
    thanks: ' 谢谢 ',
    findings: [
      { standard: 'greeting', result: 'met' as const, attempts: [], photos: [photo] },
      { standard: 'call-5s', attempts: [], photos: [] },
    ],
  };
  await tab.stored((db) => db.put('drafts', answered));
  return { draft: answered, photo };
}

test('a finished check is sent once, however often we sync', async () => {
  const draft = await tab.newDraft(beginning());
  await tab.sendCheck(draft);
  await tab.sendCheck(draft);
  await Promise.all([tab.sync(), tab.sync(), tab.sync({ eager: true })]);
  expect(server.sent('/spot-checks')).toHaveLength(1);
  expect(await queue()).toEqual([]);
  expect(await tab.openDrafts(1)).toEqual([]);
  expect(await tab.stored((db) => db.getAll('sent'))).toMatchObject([{ id: draft.key, label: '李静', serverId: 1 }]);
});

test('an answer that was lost on the way is asked for again, word for word', async () => {
  const draft = await tab.newDraft(beginning());
  let lost = 0;
  const { fetch } = globalThis;
  globalThis.fetch = async (...args) => {
    const response = await fetch(...args);
    if (lost++ === 0) throw new TypeError('the network went');
    return response;
  };
  await tab.sendCheck(draft);
  await tab.sync();
  expect(await queue()).toHaveLength(1); // the phone cannot know
  await tab.sync({ eager: true });
  const [first, second] = server.sent('/spot-checks').map(({ body }) => ({ ...(body as object), sentAt: '' }));
  expect(second).toEqual(first);
  expect(server.stored.size).toBe(1);
  expect(await queue()).toEqual([]);
});

test('a phone that dies before the check was moved still has the draft; after it, the check', async () => {
  const { draft } = await recorded();
  const dies = vi.spyOn(IDBObjectStore.prototype, 'delete').mockImplementationOnce(() => {
    throw new Error('no power');
  });
  await expect(tab.sendCheck(draft)).rejects.toThrow('no power');
  dies.mockRestore();
  expect(await queue()).toEqual([]); // all or nothing
  expect(await tab.openDrafts(1)).toMatchObject([{ key: draft.key, thanks: ' 谢谢 ' }]);

  server.answer = () => {
    throw new TypeError('no network');
  };
  await tab.sendCheck(draft);
  await tab.sync();
  const restarted = await openTab(vi.resetModules);
  await restarted.keepSession(session(1));
  server.answer = undefined;
  await restarted.sync({ eager: true });
  expect([...server.stored.keys()]).toContain(draft.key);
});

test('the check goes first, then its thanks and photos; what was not looked at stays out', async () => {
  const { draft, photo } = await recorded();
  await tab.sendCheck(draft, '2026-11-22T10:00:00Z');
  await tab.sync();
  expect(server.received.map((r) => `${r.method} ${r.path}`)).toEqual([
    'POST /api/v1/spot-checks',
    'POST /api/v1/recognitions',
    `PUT /api/v1/spot-checks/${draft.key}/findings/greeting/photos/${photo}`,
  ]);
  expect(server.received[0]?.body).toHaveProperty('findings', [{ standard: 'greeting', result: 'met' }]);
  expect(server.received[1]?.body).toMatchObject({ employeeId: 7, words: '谢谢', at: '2026-11-22T10:00:00Z' });
  expect(await photos()).toEqual([]);
  expect(await queue()).toEqual([]);
});

test('while a check is refused, its photos wait; fixed, all of it goes under the same key', async () => {
  server.answer = (r) => (r.path.endsWith('/spot-checks') ? problem(422, 'posting-ended') : undefined);
  const { draft } = await recorded();
  await tab.sendCheck(draft);
  await tab.sync();
  expect(server.received).toHaveLength(1);
  expect((await queue()).find((i) => i.kind === 'check')).toMatchObject({
    refused: { reason: 'posting-ended', message: 'no', fields: { startedAt: 'why' } },
  });
  await tab.sync({ eager: true });
  expect(server.received).toHaveLength(1); // what was refused is not sent again by itself

  expect(await tab.fix(draft.key)).toEqual(draft);
  expect(await queue()).toEqual([]);
  server.answer = undefined;
  await tab.sendCheck(draft);
  await tab.sync();
  expect(server.stored.size).toBe(3);
  expect([...server.stored.keys()][0]).toBe(draft.key);
});

test('fixed, a check is without the item whose standard was not in force', async () => {
  const refusal = {
    code: 'invalid',
    message: 'no',
    reason: 'standard-not-in-force',
    fields: { 'findings[0].standard': 'no' },
  };
  server.answer = () => Response.json(refusal, { status: 422 });
  const { draft } = await recorded();
  await tab.sendCheck(draft);
  await tab.sync();
  const fixed = await tab.fix(draft.key);
  expect(fixed.findings.map((f) => f.standard)).toEqual(
    draft.findings.map((f) => f.standard).filter((code) => code !== 'greeting'),
  );
});

test('a refused check can go from another department, all else as it was', async () => {
  server.answer = () => problem(422, 'posting-ended');
  const { draft } = await recorded();
  await tab.sendCheck(draft);
  await tab.sync();
  server.answer = undefined;
  await tab.sendFrom(draft.key, 4);
  await tab.sync();
  const [before, after] = server.sent('/spot-checks').map(({ body }) => ({ ...(body as object), sentAt: '' }));
  expect(after).toEqual({ ...before, departmentId: 4 });
  expect(await queue()).toEqual([]);
});

test('a photo that is refused costs only itself, and can be sent again', async () => {
  server.answer = (r) => (r.path.includes('/photos/') ? problem(422) : undefined);
  const { draft, photo } = await recorded();
  await tab.sendCheck(draft);
  await tab.sync();
  expect(await queue()).toMatchObject([{ id: photo, refused: { reason: 'invalid' } }]);
  expect(server.stored.has(draft.key)).toBe(true);
  server.answer = undefined;
  await tab.again(photo);
  await tab.sync();
  expect(await queue()).toEqual([]);
});

test('a photo that comes before its check has a few more tries', async () => {
  server.answer = (r) => (r.path.includes('/photos/') ? problem(404) : undefined);
  const { draft } = await recorded();
  await tab.sendCheck(draft);
  await tab.sync();
  for (let i = 0; i < 4; i++) await tab.sync({ eager: true });
  expect((await queue())[0]?.refused).toBeUndefined();
  await tab.sync({ eager: true });
  expect((await queue())[0]?.refused).toBeDefined();
});

test('with a check that is discarded go its photos and thanks', async () => {
  server.answer = () => problem(403, 'self');
  const { draft } = await recorded();
  await tab.sendCheck(draft);
  await tab.sync();
  await tab.discard(draft.key);
  expect(await queue()).toEqual([]);
  expect(await photos()).toEqual([]);
});
