// Reads the catalogues and what their messages ask for.
import fs from 'node:fs';

export const languages = ['en', 'zh-CN', 'zh-TW', 'ko'];

const folder = new URL('../messages/', import.meta.url);

export const catalogues = Object.fromEntries(
  languages.map((l) => [l, JSON.parse(fs.readFileSync(new URL(`${l}.json`, folder), 'utf8'))]),
);

/** The placeholders of a message, each with the type of value it takes. */
export function placeholders(message) {
  const found = new Map();
  // What follows =0, one or other is a branch of a plural, however short.
  for (const [, name, plural] of message.matchAll(/(?<!(?:=\d+|one|other)\s)\{(\w+)(?:\}|,\s*(plural))/g)) {
    if (plural || !found.has(name)) found.set(name, plural ? 'number' : 'string | number');
  }
  return found;
}

/** The declaration of all keys and their placeholders. */
export function declaration() {
  const lines = Object.entries(catalogues.en).map(([key, message]) => {
    const holes = [...placeholders(message)].map(([name, type]) => `${name}: ${type}`);
    return `  '${key}': ${holes.length > 0 ? `{ ${holes.join('; ')} }` : 'undefined'};`;
  });
  return `// Generated from messages/en.json by npm run generate.\nexport interface Messages {\n${lines.join('\n')}\n}\n`;
}
