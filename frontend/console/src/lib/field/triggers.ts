import { currentAccount } from './kept';
import { sweepPhotos } from './photos';
import { sync } from './sync';
import { listen } from './tell';

/** The name under which the browser is asked to send by itself, when the network is back and the app is closed. */
export const backgroundTag = 'wardstar.outbox';

let started = false;

/** Sends what waits whenever there is hope: the network is back, somebody looks, something was added. */
export function startSyncing() {
  if (started) return;
  started = true;
  const eagerly = () => void sync({ eager: true });
  addEventListener('online', eagerly);
  document.addEventListener('visibilitychange', () => document.visibilityState === 'visible' && eagerly());
  listen(['outbox', 'account'], () => {
    if (currentAccount() !== undefined) void askBackground();
  });
  eagerly();
  const aDayAgo = new Date(Date.now() - 24 * 3600_000).toISOString();
  void sweepPhotos(aDayAgo).catch(() => {});
}

interface Background {
  sync?: { register(tag: string): Promise<void> };
}

let asked = 0;

/** Asks the browser to send in the background, at most once a minute: only some can. */
async function askBackground() {
  if (!('serviceWorker' in navigator) || Date.now() - asked < 60_000) return;
  asked = Date.now();
  const registration = (await navigator.serviceWorker.getRegistration()) as Background | undefined;
  await registration?.sync?.register(backgroundTag).catch(() => {}); // it is not allowed here: the app sends when open
}
