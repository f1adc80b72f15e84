import { createHash } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import { build, type Plugin } from 'vite';

/**
 * Builds the service worker when everything else is there, as it brings the list of it. A plug-in with a precache
 * of its own would have to be taught which pages are the server's, and when to keep quiet: this is what is left.
 */
export function serviceWorker(dist: string, source: string): Plugin {
  return {
    name: 'wardstar-service-worker',
    apply: 'build',
    closeBundle: {
      order: 'pre',
      sequential: true,
      async handler() {
        const files = built(dist);
        await build({
          configFile: false,
          publicDir: false,
          logLevel: 'warn',
          define: {
            __BUILD__: JSON.stringify(fingerprint(dist, files)),
            __FILES__: JSON.stringify(files.map((file) => (file === 'index.html' ? '/' : `/${file}`))),
          },
          build: {
            outDir: dist,
            emptyOutDir: false,
            target: ['chrome100', 'safari15.4', 'firefox100'],
            rolldownOptions: {
              input: source,
              output: { format: 'iife', entryFileNames: 'sw.js', codeSplitting: false },
            },
          },
        });
      },
    },
  };
}

/** What the app needs without a network: all that was built. The page first, what is large and seldom used last. */
function built(dist: string): string[] {
  return fs
    .readdirSync(dist, { recursive: true, encoding: 'utf8' })
    .map((file) => file.split(path.sep).join('/'))
    .filter((file) => !file.startsWith('.') && !/\.(map|br|gz)$/.test(file) && file !== 'sw.js')
    .filter((file) => fs.statSync(path.join(dist, file)).isFile())
    .sort((a, b) => weight(a) - weight(b) || a.localeCompare(b));
}

const weight = (file: string) => (file === 'index.html' ? 0 : file.endsWith('.wasm') ? 2 : 1);

/** Changes with any file: under assets/ the name says what is in it. */
function fingerprint(dist: string, files: string[]): string {
  const hash = createHash('sha256');
  for (const file of files) {
    hash.update(`${file}\n`);
    if (!file.startsWith('assets/')) hash.update(fs.readFileSync(path.join(dist, file)));
  }
  return hash.digest('hex').slice(0, 12);
}
