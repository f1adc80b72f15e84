import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import zlib from 'node:zlib';
import react from '@vitejs/plugin-react';
import { defineConfig, type Plugin } from 'vite';
import { serviceWorker } from './serviceworker.ts';

const dist = path.resolve(import.meta.dirname, 'dist');

/** Empties dist but for .gitkeep, which the Go build needs where nobody has built the console. */
function clean(): Plugin {
  return {
    name: 'wardstar-clean',
    apply: 'build',
    buildStart() {
      for (const name of fs.existsSync(dist) ? fs.readdirSync(dist) : []) {
        if (name !== '.gitkeep') fs.rmSync(path.join(dist, name), { recursive: true });
      }
    },
  };
}

/** Writes a .br and a .gz beside each file, so that the server never compresses. The page itself gets a nonce per answer. */
function compress(): Plugin {
  return {
    name: 'wardstar-compress',
    apply: 'build',
    closeBundle() {
      for (const name of fs.readdirSync(dist, { recursive: true, encoding: 'utf8' })) {
        const file = path.join(dist, name);
        if (!/\.(js|css|svg|wasm|webmanifest)$/.test(name) || fs.statSync(file).size < 512) continue;
        const bytes = fs.readFileSync(file);
        fs.writeFileSync(`${file}.gz`, zlib.gzipSync(bytes, { level: 9 }));
        fs.writeFileSync(`${file}.br`, zlib.brotliCompressSync(bytes));
      }
    },
  };
}

/** Tells the page where the texts of each language are, so that it can ask for them before the app is here. */
function texts(): Plugin {
  return {
    name: 'wardstar-texts',
    transformIndexHtml: {
      order: 'post',
      handler(html, { bundle = {} }) {
        const files = Object.values(bundle).flatMap((chunk) => {
          const language = chunk.type === 'chunk' && /messages\/([\w-]+)\.json$/.exec(chunk.facadeModuleId ?? '')?.[1];
          return language ? [[language, `/${chunk.fileName}`]] : [];
        });
        return html.replace('__TEXTS__', JSON.stringify(Object.fromEntries(files)));
      },
    },
  };
}

/** The version as the server's, where there is a repository to ask. */
function version(): string {
  try {
    return execFileSync('git', ['describe', '--tags', '--always', '--dirty'], {
      encoding: 'utf8',
      stdio: 'pipe',
    }).trim();
  } catch {
    return 'unknown';
  }
}

export default defineConfig({
  define: { __VERSION__: JSON.stringify(version()) },
  plugins: [
    react(),
    texts(),
    clean(),
    serviceWorker(dist, path.resolve(import.meta.dirname, 'src/sw/sw.ts')),
    compress(),
  ],
  build: {
    emptyOutDir: false,
    manifest: '.vite/manifest.json',
    reportCompressedSize: false,
    target: ['chrome100', 'safari15.4', 'firefox100'],
    // Inlined files would be data: URLs in style sheets, which the policy does not admit.
    assetsInlineLimit: 0,
    rolldownOptions: {
      output: {
        codeSplitting: {
          groups: [
            { name: 'react', test: /node_modules\/(react|react-dom|scheduler)\// },
            {
              name: 'vendor',
              test: /node_modules\/(@tanstack\/(react-router|router-core|history|store|react-store|react-query|query-core)|i18next|react-i18next|openapi-fetch)\//,
            },
            // What pages share comes in one file with the first of them: one for each icon would cost many turns of a slow network.
            {
              name: 'shared',
              test: /\/(src\/(ui|lib|i18n|api)|node_modules\/(@mantine|@tabler|@floating-ui|clsx|idb|@noble))\//,
              minShareCount: 2,
            },
          ],
        },
      },
    },
  },
  server: { proxy: { '/api': process.env.WARDSTAR ?? 'http://127.0.0.1:8080' } },
});
