// Starts the built binary with the demo hospital, and a real browser.
import { spawn } from 'node:child_process';
import { chmod, mkdtemp, readFile, rm } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium } from 'playwright-core';

const binary = new URL('../bin/wardstar', import.meta.url).pathname;
const axe = await readFile(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

// start runs `wardstar serve --demo` on a folder of its own and returns what
// it prints: the address, the badge, a sign-in per role; and stop.
export async function start(...args) {
  const dir = await mkdtemp(join(tmpdir(), 'wardstar-e2e-'));
  await chmod(dir, 0o755); // PostgreSQL may run as another account
  const child = spawn(binary, ['serve', '--demo', '--listen', '127.0.0.1:0', '--data-dir', join(dir, 'data'), ...args]);
  let printed = '';
  let log = '';
  child.stderr.on('data', (chunk) => (log += chunk));
  const url = await new Promise((resolve, reject) => {
    child.stdout.on('data', (chunk) => {
      printed += chunk;
      const ready = printed.match(/Wardstar is ready at (\S+)/);
      if (ready) resolve(ready[1]);
    });
    child.on('exit', (code) => reject(new Error(`wardstar ended with ${code}: ${log}${printed}`)));
  });
  const signIns = {};
  for (const [, role, name, password] of printed.matchAll(/Sign-in (\S+): (\S+) \/ (\S+)/g)) {
    signIns[role] = { name, password };
  }
  return {
    url,
    badge: printed.match(/Demo badge: (\S+)/)[1],
    signIns,
    printed,
    dataDir: join(dir, 'data'),
    child,
    log: () => log,
    async stop() {
      const ended = new Promise((resolve) => child.on('exit', resolve));
      child.kill('SIGTERM');
      const code = await ended;
      await rm(dir, { recursive: true, force: true });
      return code;
    },
  };
}

// demo returns the Wardstar that run.mjs has started.
export function demo() {
  if (!process.env.WARDSTAR_E2E) throw new Error('run the tests as: node run.mjs');
  return JSON.parse(process.env.WARDSTAR_E2E);
}

// browse starts the system's Chromium; with a profile, as one context that keeps
// in that folder what a phone would keep.
export function browse({ profile, args = [], ...options } = {}) {
  const launch = {
    executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
    args: ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking',
      '--disable-component-update', '--disable-sync', ...args],
    ...options,
  };
  return profile ? chromium.launchPersistentContext(profile, launch) : chromium.launch(launch);
}

// violations returns what axe finds on a page, in short; by all its rules, or by those named. Scripts of the page
// itself may be off: axe runs in a world of its own.
export async function violations(page, rules) {
  await page.evaluate(axe);
  const { violations } = await page.evaluate((runOnly) => globalThis.axe.run(runOnly ? { runOnly } : {}), rules);
  return violations.map((v) => `${v.id}: ${v.nodes.map((n) => n.target.join(' ')).join(', ')}`);
}
