const ours = 'console-';

/** The cache that holds a build's files. */
export const cacheName = (build: string) => `${ours}${build}`;

/** Whether a file never changes under its name, which holds a hash of it. */
export const isImmutable = (pathname: string) => pathname.startsWith('/assets/');

/**
 * The caches that nobody needs any more: all but the current one and the one before it, from which a page that has
 * not been loaded anew still takes its parts. Caches are listed in the order in which they were made; others', such
 * as the tablets', are theirs.
 */
export const outdated = (names: readonly string[], current: string) =>
  names.filter((name) => name.startsWith(ours) && name !== current).slice(0, -1);
