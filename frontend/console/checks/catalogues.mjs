// Fails if something is wrong with the catalogues.
import fs from 'node:fs';
import { complaints } from './rules.mjs';
import { catalogues } from './texts.mjs';

const source = fs
  .readdirSync(new URL('../src', import.meta.url), { recursive: true, encoding: 'utf8' })
  .filter((name) => /\.tsx?$/.test(name) && !/\.(test|d)\.tsx?$/.test(name))
  .map((name) => fs.readFileSync(new URL(`../src/${name}`, import.meta.url), 'utf8'))
  .join('\n');

const found = complaints(catalogues, source);
for (const complaint of found) console.error(`messages: ${complaint}`);
process.exitCode = found.length > 0 ? 1 : 0;
