// Writes what is generated: the client's types from the server's OpenAPI document, the keys from the catalogue.
import fs from 'node:fs';
import { generated } from './generated.mjs';

for (const [file, text] of await generated()) fs.writeFileSync(file, text);
