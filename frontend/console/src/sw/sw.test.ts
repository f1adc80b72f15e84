import { expect, test } from 'vitest';
import router from '../routes/router.tsx?raw';
import { cacheName, isImmutable, outdated } from './caches';
import { isConsole } from './paths';

test.each(['/', '/checks', '/checks/new', '/outbox', '/me', '/my-score', '/scores/12'])(
  '%s opens without a network',
  (path) => expect(isConsole(path)).toBe(true),
);

test.each([
  '/api/v1/session',
  '/api-docs',
  '/r',
  '/r/ABCDEFGH',
  '/v/token',
  '/kiosk',
  '/kiosk/enrol/secret',
  '/paper',
  '/print',
  '/wall/token',
  '/sign-in/callback',
  '/healthz',
  '/metrics',
  '/checksums',
])('%s is the server’s', (path) => expect(isConsole(path)).toBe(false));

test('every page of the router opens without a network', () => {
  const paths = [...router.matchAll(/path: '([^']+)'/g)].map((m) => m[1] ?? '');
  expect(paths.length).toBeGreaterThan(5);
  expect(paths.filter((path) => !isConsole(path))).toEqual([]); // add its first part to paths.ts
});

test('the build before stays for pages that are open; others’ caches are theirs', () => {
  const names = ['kiosk-1', cacheName('a'), cacheName('b'), cacheName('c')];
  expect(outdated(names, cacheName('c'))).toEqual([cacheName('a')]);
  expect(outdated(['kiosk-1', cacheName('c')], cacheName('c'))).toEqual([]);
});

test.each([
  ['/assets/index-a1.js', true],
  ['/icon.svg', false],
  ['/', false],
])('%s never changes: %s', (path, want) => expect(isImmutable(path)).toBe(want));
