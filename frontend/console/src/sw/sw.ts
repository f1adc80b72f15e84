// The console's service worker: the app's page and files from this phone, so that it opens at once on any network
// and on none; and what waits to be sent, when the browser wakes it for that.
//
// The page always comes from the cache, with the files of the same build: on a bad network it opens as fast as on a
// good one, and never half new. A newer build is fetched beside it and waits until somebody says so. The page's
// policy and the nonce in it were cached together, as they came in one answer.
import { keptSession } from '../lib/field/kept';
import { sendable, sync } from '../lib/field/sync';
import { cacheName, isImmutable, outdated } from './caches';
import { isConsole } from './paths';
import type { Scope } from './scope';

declare const __BUILD__: string; // changes with any file
declare const __FILES__: string[]; // all that the build made, the page as /

const worker = self as unknown as Scope;
const files = new Set(__FILES__);
const current = cacheName(__BUILD__);

worker.addEventListener('install', (e) => e.waitUntil(fill()));

worker.addEventListener('activate', (e) =>
  e.waitUntil(
    (async () => {
      for (const name of outdated(await caches.keys(), current)) await caches.delete(name);
      await worker.clients.claim();
    })(),
  ),
);

// Somebody has pressed Update.
worker.addEventListener('message', (e) => {
  if (e.data === 'update') e.waitUntil(worker.skipWaiting());
});

worker.addEventListener('fetch', (e) => {
  const { request } = e;
  const { origin, pathname } = new URL(request.url);
  if (request.method !== 'GET' || origin !== location.origin) return;
  if (request.mode === 'navigate' ? isConsole(pathname) : pathname !== '/' && files.has(pathname)) {
    e.respondWith(answer(request, request.mode === 'navigate' ? '/' : pathname));
  } else if (isImmutable(pathname)) {
    e.respondWith(answer(request, pathname)); // of the build before, which a page may still have open
  }
});

worker.addEventListener('sync', (e) => e.waitUntil(send()));

/** Takes what has not changed from the build before, and the rest from the server, all or nothing. */
async function fill() {
  const cache = await caches.open(current);
  await inTurn([...files], 4, async (file) => {
    const kept = isImmutable(file) ? await caches.match(file, { ignoreVary: true }) : undefined;
    const response = kept ?? (await fetch(file, { cache: 'reload', redirect: 'error' }));
    if (!response.ok) throw new Error(`${file}: ${response.status}`);
    await cache.put(file, response);
  });
}

/** Does the same for all, a few at a time: a ward's network carries others, too. */
async function inTurn<T>(all: T[], width: number, work: (one: T) => Promise<void>) {
  const rest = all.values();
  const lane = async () => {
    for (const one of rest) await work(one);
  };
  await Promise.all(Array.from({ length: width }, lane));
}

async function answer(request: Request, file: string): Promise<Response> {
  const kept = await (await caches.open(current)).match(file, { ignoreVary: true });
  if (kept) return kept;
  return (isImmutable(file) && (await caches.match(file, { ignoreVary: true }))) || fetch(request);
}

/** Sends what waits for whoever used the app last. What remains makes the browser try again later. */
async function send() {
  const account = (await keptSession())?.accountId;
  if (account === undefined) return;
  await sync({ eager: true, account });
  if ((await sendable(account)) > 0) throw new Error('some of it still waits');
}
