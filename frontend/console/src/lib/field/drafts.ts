import { useCallback, useSyncExternalStore } from 'react';
import { persist, relieved } from './storage';
import { atomically, stored } from './store';
import { Live, listen, tell } from './tell';
import type { Draft } from './types';
import { uuid } from './uuid';

export { useCheckOpen } from './checkOpen';

/** What a check begins with. */
export type Beginning = Omit<Draft, 'key' | 'startedAt' | 'at' | 'findings' | 'place'> & {
  place?: string;
  standards: readonly string[]; // codes, in the order in which they are looked at
  startedAt?: string;
};

/** Begins a check. It is on the phone when this returns. */
export async function newDraft({ standards, ...beginning }: Beginning): Promise<Draft> {
  const draft: Draft = {
    place: '',
    startedAt: new Date().toISOString(),
    ...beginning,
    key: uuid(),
    at: 0,
    findings: standards.map((standard) => ({ standard, attempts: [], photos: [] })),
  };
  await stored((db) => db.put('drafts', draft));
  void persist();
  tell('drafts');
  return draft;
}

/** The checks that an account has begun and not sent, the latest first. */
export async function openDrafts(account: number): Promise<Draft[]> {
  const drafts = await stored((db) => db.getAllFromIndex('drafts', 'account', account));
  return drafts.sort((a, b) => b.startedAt.localeCompare(a.startedAt));
}

export const readDraft = (key: string) => stored((db) => db.get('drafts', key));

/** Forgets a check that was begun, with its photos. */
export async function dropDraft(key: string) {
  await atomically(['drafts', 'photos'], async (tx) => {
    const draft = await tx.objectStore('drafts').get(key);
    for (const photo of draft?.findings.flatMap((f) => f.photos) ?? []) await tx.objectStore('photos').delete(photo);
    await tx.objectStore('drafts').delete(key);
  });
  tell('drafts');
}

/** Changes a draft as it is stored, whoever changed it in between. */
async function changeStored(key: string, mutate: (draft: Draft) => void): Promise<Draft | undefined> {
  const draft = await atomically(['drafts'], async (tx) => {
    const found = await tx.objectStore('drafts').get(key);
    if (found) {
      mutate(found);
      await tx.objectStore('drafts').put(found);
    }
    return found;
  });
  relieved();
  return draft;
}

/** A draft on screen: what was tapped shows at once, and is stored before the promise is kept. */
class Open {
  private draft: Draft | null | undefined;
  private pending = 0;
  private readonly lookers = new Set<() => void>();
  private readonly unlisten = listen(['drafts'], () => void this.load());

  constructor(private readonly key: string) {
    void this.load();
  }

  readonly get = () => this.draft;

  readonly subscribe = (changed: () => void) => {
    this.lookers.add(changed);
    return () => {
      this.lookers.delete(changed);
      if (this.lookers.size > 0) return;
      this.unlisten();
      if (opened.get(this.key) === this) opened.delete(this.key);
    };
  };

  private show(draft: Draft | null) {
    this.draft = draft;
    for (const changed of this.lookers) changed();
  }

  private async load() {
    const draft = await readDraft(this.key).catch(() => undefined);
    if (this.pending === 0) this.show(draft ?? null);
  }

  async change(mutate: (draft: Draft) => void) {
    if (this.draft) {
      const next = structuredClone(this.draft);
      mutate(next);
      this.show(next);
    }
    this.pending++;
    try {
      const draft = await changeStored(this.key, mutate);
      if (this.pending === 1) this.show(draft ?? null);
    } finally {
      this.pending--;
    }
    tell('drafts');
  }
}

const opened = new Map<string, Open>();

function openOne(key: string): Open {
  const one = opened.get(key) ?? new Open(key);
  opened.set(key, one);
  return one;
}

/**
 * A draft, from the phone's store. undefined: it is being read; null: there is none. change takes what to do to it,
 * as if it were yours alone: draft => { draft.at = 3 }. It rejects if the phone could not store it.
 */
export function useDraft(key: string) {
  const subscribe = useCallback((changed: () => void) => openOne(key).subscribe(changed), [key]);
  const draft = useSyncExternalStore(subscribe, () => openOne(key).get());
  const change = useCallback((mutate: (draft: Draft) => void) => openOne(key).change(mutate), [key]);
  return { draft, change };
}

const lives = new Map<number, Live<Draft[]>>();

function draftsOf(account: number): Live<Draft[]> {
  const live = lives.get(account) ?? new Live<Draft[]>([], ['drafts', 'outbox'], () => openDrafts(account));
  lives.set(account, live);
  return live;
}

/** The checks begun and not sent, kept up to date. */
export function useOpenDrafts(account: number): Draft[] {
  const live = draftsOf(account);
  return useSyncExternalStore(live.subscribe, live.get);
}
