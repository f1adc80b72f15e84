import 'fake-indexeddb/auto';
import { openDB } from 'idb';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { beginning, closeTabs, emptyPhone, openTab, Server, session } from './fixture';

afterEach(closeTabs);

beforeEach(() => {
  emptyPhone();
  new Server().install();
});

test('a phone that has the first version keeps all it holds', async () => {
  const draft = { ...beginning(), key: 'k', startedAt: '2026-11-22T08:00:00Z', at: 1, findings: [], place: '' };
  const queued = { id: 'q', kind: 'check', account: 1, label: '李静', body: {}, queuedAt: '', tries: 0, nextAt: 0 };
  const first = await openDB('wardstar', 1, {
    upgrade(db) {
      db.createObjectStore('drafts', { keyPath: 'key' }).createIndex('account', 'account');
      db.createObjectStore('photos', { keyPath: 'id' });
      db.createObjectStore('outbox', { keyPath: 'id' }).createIndex('check', 'check');
      db.createObjectStore('kit', { keyPath: ['account', 'name'] });
      db.createObjectStore('notes');
    },
  });
  await first.put('drafts', draft);
  await first.put('outbox', queued);
  await first.put('notes', session(1), 'session');
  await first.put('notes', Date.now(), 'seenAt');
  first.close();

  const tab = await openTab(vi.resetModules);
  expect(await tab.openDrafts(1)).toEqual([draft]);
  expect(await tab.stored((db) => db.getAll('outbox'))).toEqual([queued]);
  expect(await tab.keptSession()).toEqual(session(1));
  expect(await tab.stored((db) => db.getAll('sent'))).toEqual([]);
});

test('a newer release in another tab is let in, and this one goes on with what it knows', async () => {
  const tab = await openTab(vi.resetModules);
  await tab.newDraft(beginning());
  const newer = await openDB('wardstar', 99, { upgrade: (db) => void db.createObjectStore('more') });
  newer.close();
  await tab.newDraft(beginning());
  expect(await tab.openDrafts(1)).toHaveLength(2);
});

test('a connection that the phone has dropped is opened anew', async () => {
  const tab = await openTab(vi.resetModules);
  await tab.newDraft(beginning());
  await tab.stored(async (db) => db.close()); // as a phone does that slept
  expect(await tab.openDrafts(1)).toHaveLength(1);
});

test('a full phone is said, and said no more when there is room again', async () => {
  const tab = await openTab(vi.resetModules);
  const { look } = await import('./storage');
  const full = vi.spyOn(IDBObjectStore.prototype, 'put').mockImplementation(() => {
    throw new DOMException('no room', 'QuotaExceededError');
  });
  await expect(tab.newDraft(beginning())).rejects.toMatchObject({ name: 'QuotaExceededError' });
  expect(await look()).toMatchObject({ trouble: 'full' });
  full.mockRestore();
  await tab.newDraft(beginning()).then(tab.sendCheck);
  expect((await look()).trouble).toBeUndefined();
});

test('the app opens without the server for a fortnight', async () => {
  const tab = await openTab(vi.resetModules);
  await tab.keepSession(session(1));
  const day = 24 * 3600_000;
  vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + 13 * day });
  expect(await tab.keptSession()).toEqual(session(1));
  vi.setSystemTime(Date.now() + 2 * day);
  expect(await tab.keptSession()).toBeUndefined();
  vi.useRealTimers();
});

test('signing out takes the session and the roster, and leaves what waits', async () => {
  const tab = await openTab(vi.resetModules);
  await tab.keepSession(session(1));
  const part = { account: 1, name: 'roster' as const, etag: '', confirmedAt: '', data: {} };
  await tab.stored((db) => db.put('kit', part));
  await tab.newDraft(beginning());
  await tab.forgetSession({ later: true });
  expect(await tab.keptSession()).toBeUndefined();
  expect(await tab.owesSignOut()).toBe(true);
  expect(await tab.stored((db) => db.getAll('kit'))).toEqual([]);
  expect(await tab.openDrafts(1)).toHaveLength(1);
});

test('a photo that nothing shows goes after a day; one of a draft or on its way stays', async () => {
  const tab = await openTab(vi.resetModules);
  const [kept, lost] = [await tab.addPhoto(new Blob(['a'])), await tab.addPhoto(new Blob(['b']))];
  const draft = await tab.newDraft(beginning());
  const findings = [{ standard: 'greeting', attempts: [], photos: [kept] }];
  await tab.stored((db) => db.put('drafts', { ...draft, findings }));
  await tab.sweepPhotos('2000-01-01');
  expect(await tab.stored((db) => db.getAllKeys('photos'))).toHaveLength(2); // just taken
  await tab.sweepPhotos('2100-01-01');
  expect(await tab.stored((db) => db.getAllKeys('photos'))).toEqual([kept]);
  expect(lost).not.toBe(kept);
});
