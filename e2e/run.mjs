// Starts one Wardstar with its demo hospital, runs the tests (or another
// script) against it, and stops it: node run.mjs [files].
import { spawn } from 'node:child_process';
import { readdir } from 'node:fs/promises';
import { start } from './wardstar.mjs';

const here = new URL('.', import.meta.url).pathname;
const named = process.argv.slice(2);
const files = named.length > 0 ? named : (await readdir(here)).filter((f) => f.endsWith('.test.mjs')).sort();

const wardstar = await start();
const { url, badge, signIns, dataDir } = wardstar;
const options = files.every((f) => f.endsWith('.test.mjs')) ? ['--test', '--test-concurrency=1', '--test-timeout=600000'] : [];
const tests = spawn(process.execPath, [...options, ...files], {
  cwd: here,
  stdio: 'inherit',
  env: { ...process.env, WARDSTAR_E2E: JSON.stringify({ url, badge, signIns, dataDir }) },
});
const failed = await new Promise((resolve) => tests.on('exit', resolve));
const code = await wardstar.stop();
if (code !== 0) console.error(`wardstar ended with ${code}:\n${wardstar.log()}`);
process.exit(failed || code ? 1 : 0);
