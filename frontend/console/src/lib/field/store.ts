import { type DBSchema, type IDBPDatabase, type IDBPTransaction, openDB, type StoreNames } from 'idb';
import type { Session } from '../../api/types';
import { trouble } from './storage';
import type { Draft, Photo, Queued, Sent } from './types';

/** A part of what a phone needs in the field, as one account may see it. */
export interface Kept {
  account: number;
  name: 'roster' | 'standards' | 'plan';
  etag: string;
  confirmedAt: string; // when the server last said that this is how it is
  data: unknown;
}

/** The small things of which there is one. */
export interface Notes {
  session: Session;
  seenAt: number; // when the server last said so
  signedOut: boolean; // without a network: the server has yet to be told
  paused: number; // the account that the server wants to sign in before it takes more
  lease: { owner: string; until: number };
  skew: number;
}

export interface Schema extends DBSchema {
  drafts: { key: string; value: Draft; indexes: { account: number } };
  photos: { key: string; value: Photo };
  outbox: { key: string; value: Queued; indexes: { check: string } };
  kit: { key: [number, string]; value: Kept };
  notes: { key: string; value: unknown };
  sent: { key: string; value: Sent; indexes: { sentAt: string } };
}

export type DB = IDBPDatabase<Schema>;

/** Each version of the database adds to the one before. Never change one that phones have, and never take away. */
const versions: ((db: DB) => void)[] = [
  (db) => {
    db.createObjectStore('drafts', { keyPath: 'key' }).createIndex('account', 'account');
    db.createObjectStore('photos', { keyPath: 'id' });
    db.createObjectStore('outbox', { keyPath: 'id' }).createIndex('check', 'check');
    db.createObjectStore('kit', { keyPath: ['account', 'name'] });
    db.createObjectStore('notes');
  },
  (db) => {
    db.createObjectStore('sent', { keyPath: 'id' }).createIndex('sentAt', 'sentAt');
  },
];

let opened: Promise<DB> | undefined;

function open(): Promise<DB> {
  opened ??= connect(versions.length).catch((e: unknown) => {
    // A newer release has been here. It only ever adds, so that this one goes on with what is there.
    if (e instanceof Error && e.name === 'VersionError') return connect(undefined);
    throw e;
  });
  opened.catch(() => {
    opened = undefined;
  });
  return opened;
}

const connect = (version: number | undefined) =>
  openDB<Schema>('wardstar', version, {
    upgrade(db, from) {
      for (const version of versions.slice(from)) version(db);
    },
    // A newer release in another tab waits for this connection to go; the next use opens another.
    blocking: close,
    terminated: () => {
      opened = undefined;
    },
  });

/** Closes the connection; the next use opens it again. */
export function close() {
  const was = opened;
  opened = undefined;
  void was?.then(
    (db) => db.close(),
    () => {},
  );
}

// A phone that slept may have lost the connection without a word.
const lost = (e: unknown) => e instanceof Error && (e.name === 'InvalidStateError' || e.name === 'UnknownError');

/** Does something with the phone's database; a lost connection is opened anew, once. Trouble is noted, and thrown. */
export async function stored<T>(work: (db: DB) => Promise<T>): Promise<T> {
  try {
    try {
      return await work(await open());
    } catch (e) {
      if (!lost(e)) throw e;
      close();
      return await work(await open());
    }
  } catch (e) {
    trouble(e);
    throw e;
  }
}

type Name = StoreNames<Schema>;
type Change = IDBPTransaction<Schema, Name[], 'readwrite'>;

/**
 * Changes several things all at once or not at all: IndexedDB by itself keeps what was done before an error. When it
 * returns, it is on the phone, even if that loses its power in the next moment.
 */
export const atomically = <T>(names: Name[], work: (tx: Change) => Promise<T>): Promise<T> =>
  stored(async (db) => {
    const tx = db.transaction(names, 'readwrite', { durability: 'strict' });
    try {
      const done = await work(tx);
      await tx.done;
      return done;
    } catch (e) {
      tx.done.catch(() => {}); // it is aborted; why, is known
      try {
        tx.abort();
      } catch {
        // It has aborted by itself.
      }
      throw e;
    }
  });

export const note = <K extends keyof Notes>(name: K) =>
  stored(async (db) => (await db.get('notes', name)) as Notes[K] | undefined);

export const setNote = <K extends keyof Notes>(name: K, value: Notes[K] | undefined) =>
  stored(async (db) => {
    if (value === undefined) await db.delete('notes', name);
    else await db.put('notes', value, name);
  });
