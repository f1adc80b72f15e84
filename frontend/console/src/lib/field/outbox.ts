import { useSyncExternalStore } from 'react';
import { currentAccount } from './kept';
import { relieved } from './storage';
import { atomically, note, stored } from './store';
import { sync } from './sync';
import { Live, tell } from './tell';
import type { Draft, Queued, Refusal, Sent } from './types';
import { uuid } from './uuid';
import { type CheckBody, fresh, type Recognition, toQueue } from './wire';

export { sync } from './sync';

/**
 * Moves a finished check with its photos and its thanks from the drafts into the outbox, all at once or not at all:
 * when this returns, it will be sent, once, whatever becomes of the page. Called twice, it changes nothing.
 */
export async function sendCheck(draft: Draft, finishedAt = new Date().toISOString()) {
  await atomically(['drafts', 'outbox'], async (tx) => {
    const latest = await tx.objectStore('drafts').get(draft.key);
    if (latest) {
      for (const item of toQueue(latest, finishedAt, uuid())) await tx.objectStore('outbox').put(item);
      await tx.objectStore('drafts').delete(draft.key);
    }
  });
  relieved();
  tell('drafts');
  queued();
}

/** Keeps a word of thanks to be sent. */
export async function sendThanks(thanks: Recognition & { account: number; label: string }) {
  const { account, label, ...body } = thanks;
  await stored((db) => db.put('outbox', fresh({ id: uuid(), kind: 'recognition', account, label, body })));
  queued();
}

function queued() {
  tell('outbox');
  void sync();
}

/** Puts a refused check back into a draft under the same key, with its photos and thanks, without what cannot be sent. */
export async function fix(id: string): Promise<Draft> {
  const draft = await atomically(['drafts', 'outbox'], async (tx) => {
    const item = await tx.objectStore('outbox').get(id);
    if (item?.kind !== 'check' || !item.refused) throw new Error(`nothing to fix under ${id}`);
    const draft = sendable(item.body as CheckBody, item.refused);
    await tx.objectStore('drafts').put(draft);
    for (const part of await tx.objectStore('outbox').index('check').getAllKeys(id)) {
      await tx.objectStore('outbox').delete(part);
    }
    await tx.objectStore('outbox').delete(id);
    return draft;
  });
  tell('drafts');
  tell('outbox');
  return draft;
}

/** A refused draft without the items whose standards were not in force: whatever is said of those, it is refused. */
function sendable({ check, draft }: CheckBody, { reason, fields }: Refusal): Draft {
  if (reason !== 'standard-not-in-force') return draft;
  const gone = new Set(check.findings.flatMap((f, i) => (fields[`findings[${i}].standard`] ? [f.standard] : [])));
  return { ...draft, at: 0, findings: draft.findings.filter((f) => !gone.has(f.standard)) };
}

/** Sends what was refused again as it is: what was in its way may have gone. */
export const again = (id: string) => release(id, (item) => item);

/** Sends a refused check again, from another department. */
export const sendFrom = (id: string, departmentId: number) =>
  release(id, (item) => {
    const { check, draft } = item.body as CheckBody;
    return { ...item, body: { check: { ...check, departmentId }, draft: { ...draft, departmentId } } };
  });

/** Takes back a refusal; nothing of it is with the server, so that what is sent may differ. */
async function release(id: string, change: (item: Queued) => Queued) {
  await atomically(['outbox'], async (tx) => {
    const item = await tx.objectStore('outbox').get(id);
    if (!item?.refused) return;
    const { refused, ...rest } = change(item);
    await tx.objectStore('outbox').put({ ...rest, tries: 0, nextAt: 0 });
  });
  queued();
}

/** Gives up what the server refused. With a check go its photos and its thanks. */
export async function discard(id: string) {
  await atomically(['outbox', 'photos'], async (tx) => {
    const outbox = tx.objectStore('outbox');
    for (const part of [id, ...(await outbox.index('check').getAllKeys(id))]) {
      await outbox.delete(part);
      await tx.objectStore('photos').delete(part);
    }
  });
  tell('outbox');
}

/** What the outbox holds, as seen by whoever is signed in. */
export interface Outbox {
  ready: boolean; // it has been read, for whoever is signed in
  waiting: number; // checks and thanks of mine that are on their way; photos go with them
  refused: number; // of mine, that need me
  foreign: number; // of other accounts on this phone: neither sent nor read
  paused: boolean; // until I sign in
  items: Queued[]; // mine, the oldest first
  sent: Sent[]; // mine, lately, the latest first
}

const empty: Outbox = { ready: false, waiting: 0, refused: 0, foreign: 0, paused: false, items: [], sent: [] };

async function read(): Promise<Outbox> {
  const account = currentAccount();
  const [all, sent, paused] = await Promise.all([
    stored((db) => db.getAll('outbox')),
    stored((db) => db.getAllFromIndex('sent', 'sentAt')),
    note('paused'),
  ]);
  const items = all.filter((i) => i.account === account).sort((a, b) => a.queuedAt.localeCompare(b.queuedAt));
  return {
    ready: account !== undefined,
    waiting: items.filter((i) => !i.refused && i.kind !== 'photo').length,
    refused: items.filter((i) => i.refused).length,
    foreign: all.filter((i) => i.account !== account && i.kind !== 'photo').length,
    paused: paused !== undefined && paused === account,
    items,
    sent: sent.filter((s) => s.account === account).reverse(),
  };
}

const live = new Live<Outbox>(empty, ['outbox', 'account'], read);

export const useOutbox = () => useSyncExternalStore(live.subscribe, live.get);
