import type { QueryClient } from '@tanstack/react-query';
import { useEffect, useSyncExternalStore } from 'react';
import { touched } from './topics';

/** The stream's greeting. */
export interface Hello {
  version: string; // of the server
  at: string; // its clock
}

const address = '/api/v1/events';

/** Nobody has touched the page for so long: it asks for nothing any more, so that the session can come to its end. */
const left = 10 * 60_000;

/** Many consoles hear of a change at once; they ask for the news one after the other. */
const spread = 2_000;

/** What the page itself asks for comes first. */
const settled = 3_000;

const shortest = 2_000;
const longest = 60_000;

let hello: Hello | undefined;
const listeners = new Set<(hello: Hello) => void>();

/** Calls back on each greeting. */
export function onHello(listener: (hello: Hello) => void): () => void {
  listeners.add(listener);
  return () => void listeners.delete(listener);
}

/** The version of the server that this page last heard from; undefined: none yet. */
export const useServerVersion = () => useSyncExternalStore(onHello, () => hello?.version);

/**
 * Follows what changes on the server, and makes the queries old that are about it. There is a stream only while the
 * page is seen and somebody is at it. Returns what ends it.
 */
export function follow(queries: QueryClient): () => void {
  let source: EventSource | undefined;
  let retry: ReturnType<typeof setTimeout> | undefined;
  let failures = 0;
  let connected = false; // once before: what happened since is not known
  let touchedAt = Date.now();

  const wanted = () => document.visibilityState === 'visible' && Date.now() - touchedAt < left;

  const close = () => {
    clearTimeout(retry);
    retry = undefined;
    source?.close();
    source = undefined;
  };

  const renew = (topics: readonly string[]) => {
    const keys = touched(topics);
    if (!keys) void queries.invalidateQueries();
    for (const queryKey of keys ?? []) void queries.invalidateQueries({ queryKey });
  };

  const open = () => {
    if (source || retry || !wanted()) return;
    source = new EventSource(address);
    source.addEventListener('hello', (e) => {
      failures = 0;
      hello = JSON.parse(e.data) as Hello;
      for (const listener of listeners) listener(hello);
      if (connected) void queries.invalidateQueries();
      connected = true;
    });
    source.addEventListener('changed', (e) => {
      const { topics } = JSON.parse(e.data) as { topics: string[] };
      setTimeout(() => renew(topics), Math.random() * spread);
    });
    source.onerror = () => {
      // The stream has come to its end, or the session has: who is signed in tells which.
      if (failures === 0) void queries.invalidateQueries({ queryKey: ['session'] });
      close();
      retry = setTimeout(again, Math.min(shortest * 2 ** failures++, longest) * (1 + Math.random() / 2));
    };
  };

  const again = () => {
    retry = undefined;
    open();
  };

  const look = () => (wanted() ? open() : close());
  const touch = () => {
    touchedAt = Date.now();
    open();
  };

  document.addEventListener('visibilitychange', look);
  addEventListener('pointerdown', touch, { passive: true });
  addEventListener('keydown', touch, { passive: true });
  const idle = setInterval(look, 60_000);
  retry = setTimeout(again, settled);
  return () => {
    document.removeEventListener('visibilitychange', look);
    removeEventListener('pointerdown', touch);
    removeEventListener('keydown', touch);
    clearInterval(idle);
    close();
  };
}

/** Keeps a page up to date while it is seen. */
export function useLive(queries: QueryClient) {
  useEffect(() => follow(queries), [queries]);
}
