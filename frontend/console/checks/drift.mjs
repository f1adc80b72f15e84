// Fails if what is generated differs from what would be generated now.
import fs from 'node:fs';
import { generated } from './generated.mjs';

for (const [file, text] of await generated()) {
  if (fs.existsSync(file) && fs.readFileSync(file, 'utf8') === text) continue;
  console.error(`${file.pathname.replace(/.*\/src\//, 'src/')} is out of date: run npm run generate`);
  process.exitCode = 1;
}
