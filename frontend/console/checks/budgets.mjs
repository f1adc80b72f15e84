// Holds the build to its budgets: what everybody loads, and what a page loads besides. Kilobytes as sent (brotli).
import fs from 'node:fs';

const shellBudget = 200;
const routeBudget = 70;

const dist = new URL('../dist/', import.meta.url);
const file = new URL('.vite/manifest.json', dist);
if (!fs.existsSync(file)) process.exit(0); // not built

const manifest = JSON.parse(fs.readFileSync(file, 'utf8'));
const entry = Object.keys(manifest).find((key) => manifest[key].isEntry);

/** The files that a chunk needs, without those of the chunks in seen. */
function files(key, seen = new Set()) {
  if (seen.has(key)) return [];
  seen.add(key);
  const chunk = manifest[key];
  return [chunk.file, ...(chunk.css ?? []), ...(chunk.imports ?? []).flatMap((k) => files(k, seen))];
}

const size = (names) => names.reduce((sum, name) => sum + sent(name), 0) / 1024;

function sent(name) {
  const compressed = new URL(`${name}.br`, dist);
  return fs.statSync(fs.existsSync(compressed) ? compressed : new URL(name, dist)).size;
}

function report(name, kilobytes, budget) {
  const over = kilobytes > budget;
  console.log(`${over ? 'OVER ' : ''}${name}: ${kilobytes.toFixed(1)} of ${budget} KB`);
  if (over) process.exitCode = 1;
}

const shell = new Set(files(entry));
const largest = Math.max(
  ...Object.keys(manifest)
    .filter((k) => k.startsWith('messages/'))
    .map((k) => size(files(k))),
);
report('shell with the largest catalogue', size([...shell]) + largest, shellBudget);
for (const key of Object.keys(manifest).filter((k) => k.startsWith('src/routes/'))) {
  report(
    key.replace('src/routes/', ''),
    size([...new Set(files(key))].filter((name) => !shell.has(name))),
    routeBudget,
  );
}
