import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { declaration } from './texts.mjs';

const here = (relative) => new URL(relative, import.meta.url);

/** The generated files with what they should hold. */
export async function generated() {
  return [
    [here('../src/api/schema.d.ts'), schema()],
    [here('../src/i18n/messages.d.ts'), declaration()],
  ];
}

/** The client's types. openapi-typescript lives in a folder of its own: it needs an older TypeScript. */
function schema() {
  const folder = fileURLToPath(here('../generate/'));
  const installed = path.join(folder, 'node_modules/.installed');
  const lock = path.join(folder, 'package-lock.json');
  if (!fs.existsSync(installed) || fs.statSync(installed).mtimeMs < fs.statSync(lock).mtimeMs) {
    execFileSync('npm', ['ci', '--no-audit', '--no-fund', '--loglevel=error'], { cwd: folder, stdio: 'inherit' });
    fs.writeFileSync(installed, '');
  }
  const document = fileURLToPath(here('../../../handlers/openapi.yaml'));
  const program = path.join(folder, 'node_modules/openapi-typescript/bin/cli.js');
  return execFileSync(process.execPath, [program, document], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] });
}
