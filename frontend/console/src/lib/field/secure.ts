/** What of the phone a feature needs. */
export type Need = 'camera' | 'install' | 'background';

/** Why the phone does not offer something: the page came by plain HTTP, or this browser has it not. */
export type Lack = 'insecure' | 'unsupported';

const there: Record<Need, () => boolean> = {
  camera: () => typeof navigator.mediaDevices?.getUserMedia === 'function',
  install: () => 'serviceWorker' in navigator,
  background: () => 'serviceWorker' in navigator && 'SyncManager' in globalThis,
};

/** Why this page cannot have what it needs; undefined if it can. */
export function lack(need: Need): Lack | undefined {
  if (there[need]()) return undefined;
  return globalThis.isSecureContext ? 'unsupported' : 'insecure';
}
