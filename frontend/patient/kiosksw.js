// Serves the tablet's pages when the network does not: the last that it brought.
'use strict';
const CACHE = 'kiosk-1';
const PATIENCE = 4000;
const pages = ['zh-CN', 'zh-TW', 'ko', 'en'].map((lang) => `/kiosk?lang=${lang}`);

self.addEventListener('install', (e) => {
  self.skipWaiting();
  e.waitUntil(caches.open(CACHE).then((c) => c.addAll([...pages, '/kiosk', '/kiosk/kiosk.js', '/kiosk/app.webmanifest'])));
});
self.addEventListener('activate', (e) => e.waitUntil(
  caches.keys().then((names) => Promise.all(names.filter((n) => n !== CACHE && n.startsWith('kiosk')).map((n) => caches.delete(n))))
    .then(() => self.clients.claim()),
));

self.addEventListener('fetch', (e) => {
  const { pathname } = new URL(e.request.url);
  const ours = ['/kiosk', '/kiosk/kiosk.js', '/kiosk/app.webmanifest'].includes(pathname);
  if (e.request.method === 'GET' && ours) e.respondWith(answer(e.request));
});

async function answer(request) {
  const cache = await caches.open(CACHE);
  let r;
  try {
    r = await Promise.race([fetch(request), new Promise((_, reject) => setTimeout(reject, PATIENCE))]);
  } catch {
    // no network
  }
  if (r?.ok && !request.url.includes('who=')) await cache.put(request, r.clone());
  if (r?.status < 500) return r;
  return (await cache.match(request, { ignoreVary: true })) ?? (await cache.match('/kiosk', { ignoreVary: true })) ?? Response.error();
}
