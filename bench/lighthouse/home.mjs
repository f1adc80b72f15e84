// What Lighthouse says of Home on a phone, for each role that mostly works on one: a signed-in person's first visit
// on a slow 4G line with a processor four times slower. The middle of three rounds counts. node home.mjs
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import lighthouse from 'lighthouse';
import { browse, start } from '../../e2e/wardstar.mjs';

const rounds = 3;
const targets = { performance: 90, accessibility: 100, 'best-practices': 100 };

const wardstar = await start();
let missed = false;
try {
  for (const role of ['staff', 'supervisor', 'trainer']) await measure(role);
} finally {
  await wardstar.stop();
}
process.exit(missed ? 1 : 0);

async function measure(role) {
  const scores = Object.fromEntries(Object.keys(targets).map((name) => [name, []]));
  const found = new Set();
  for (let round = 0; round < rounds; round++) {
    const { categories, audits } = await visit(role);
    for (const name of Object.keys(targets)) {
      scores[name].push(Math.round(100 * categories[name].score));
      for (const { id, weight } of categories[name].auditRefs) {
        if (name !== 'performance' && weight > 0 && audits[id].score !== null && audits[id].score < 1) found.add(id);
      }
    }
  }
  const parts = Object.entries(targets).map(([name, target]) => {
    const [low, median, high] = scores[name].sort((a, b) => a - b);
    missed ||= median < target;
    return `${name} ${median} of ${target}${low === high ? '' : ` (${low} to ${high})`}`;
  });
  console.log(`Home, ${role}: ${parts.join(', ')}${found.size > 0 ? `; finds ${[...found].join(', ')}` : ''}`);
}

/** One visit with a browser profile of its own, already signed in. */
async function visit(role) {
  const profile = await mkdtemp(join(tmpdir(), 'wardstar-lighthouse-'));
  const port = await freePort();
  const context = await browse({ profile, args: [`--remote-debugging-port=${port}`] });
  try {
    const answer = await context.request.post(`${wardstar.url}/api/v1/session`, { data: wardstar.signIns[role] });
    if (!answer.ok()) throw new Error(`sign in as ${role}: ${answer.status()}`);
    const result = await lighthouse(`${wardstar.url}/`, {
      port, onlyCategories: Object.keys(targets), disableStorageReset: true, logLevel: 'error',
    });
    if (result.lhr.runtimeError) throw new Error(result.lhr.runtimeError.message);
    return result.lhr;
  } finally {
    await context.close();
    await rm(profile, { recursive: true, force: true, maxRetries: 5 });
  }
}

function freePort() {
  return new Promise((resolve) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const { port } = server.address();
      server.close(() => resolve(port));
    });
  });
}
