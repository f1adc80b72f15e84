import { useSyncExternalStore } from 'react';

declare const __VERSION__: string;

/** Which version of the app this is, as those who support it call it. */
export const version = typeof __VERSION__ === 'undefined' ? 'dev' : __VERSION__;

/** How often an app that stays open asks for a newer version. */
const every = 60 * 60_000;

/** How long the first page has the network for itself, before the rest of the app is fetched. */
const head = 2_000;

let waiting: ServiceWorker | 'loaded' | undefined; // loaded: it has taken over already, in another tab
let registration: ServiceWorkerRegistration | undefined;
let asked = false;
const lookers = new Set<() => void>();

function found(what: ServiceWorker | 'loaded') {
  waiting = what;
  for (const changed of lookers) changed();
}

/** Installs the app on this phone, so that it opens without a network; where the browser lets it. */
export async function install() {
  addEventListener('vite:preloadError', () => found('loaded')); // a part of this version is gone from the server
  if (!import.meta.env.PROD || !('serviceWorker' in navigator)) return;
  const workers = navigator.serviceWorker;
  let controlled = workers.controller !== null; // else the first one to take over is no news
  workers.addEventListener('controllerchange', () => {
    if (asked) location.reload();
    else if (controlled) found('loaded');
    controlled = true;
  });
  if (!controlled) await new Promise((resolve) => setTimeout(resolve, head)); // the page comes first
  registration = await workers.register('/sw.js', { updateViaCache: 'none' });
  if (registration.waiting && controlled) found(registration.waiting);
  registration.addEventListener('updatefound', () => {
    const fresh = registration?.installing;
    fresh?.addEventListener('statechange', () => {
      if (fresh.state === 'installed' && workers.controller) found(fresh);
    });
  });
  setInterval(look, every);
  addEventListener('online', look);
  document.addEventListener('visibilitychange', () => document.visibilityState === 'visible' && look());
}

let looked = Date.now();

function look() {
  if (Date.now() - looked < 60_000) return;
  looked = Date.now();
  registration?.update().catch(() => {}); // no network: another time
}

/** Goes over to the newer version. What is being written stays on the phone. */
export function update() {
  asked = true;
  if (waiting === 'loaded') location.reload();
  else waiting?.postMessage('update');
}

const subscribe = (changed: () => void) => {
  lookers.add(changed);
  return () => void lookers.delete(changed);
};

/** Whether a newer version of the app is on this phone, and waits for leave to take over. */
export const useUpdate = () => useSyncExternalStore(subscribe, () => waiting !== undefined);
