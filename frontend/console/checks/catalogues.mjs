// Holds the four catalogues to one another and to the rules of their scripts.
import fs from 'node:fs';
import { catalogues, languages, placeholders } from './texts.mjs';

const complaints = [];
const source = fs
  .readdirSync(new URL('../src', import.meta.url), { recursive: true, encoding: 'utf8' })
  .filter((name) => /\.tsx?$/.test(name) && !/\.(test|d)\.tsx?$/.test(name))
  .map((name) => fs.readFileSync(new URL(`../src/${name}`, import.meta.url), 'utf8'))
  .join('\n');

// Names and formats that are written the same in every language.
const international = /^(Wardstar|CSV|XLSX|Ctrl|Enter|Esc|ID|G|C|E)$/;
const han = '[\\u3400-\\u9fff]';
const asciiByHan = new RegExp(`${han}\\s*[,;:?!()]|[,;:?!()]\\s*${han}|${han}\\.(\\s|$)`);

// Characters that are written differently in Traditional Chinese.
const simplified =
  /[们这为时间对说过还没样员门问见经给级线录评价务护选择满项达录据仅别类码号导图个会开关联络数权显单询应实际请语设备长处态报应测种页应]/;

/** What is wrong with a message, given English's. */
function* faults(key, language, message, english) {
  const names = (m) => [...placeholders(m).keys()].sort().join(', ');
  if (names(message) !== names(english)) yield `placeholders {${names(message)}}, in English {${names(english)}}`;
  if (message === '' || (message.trim() !== message && !key.endsWith('.separator')))
    yield 'is empty or has spaces around it';
  if (language === 'en') return;
  const prose = message.replace(/\{\w+, plural,|\{\w+\}|(=\d+|\b(one|other)) \{/g, ' ').replace(/[{}#]/g, ' ');
  if (language.startsWith('zh') && asciiByHan.test(prose)) yield 'has ASCII punctuation next to Han';
  const left = (prose.match(/[A-Za-z]{2,}/g) ?? []).filter((word) => !international.test(word));
  if (left.length > 0) yield `has English left in it: ${left.join(' ')}`;
  if (language === 'ko' && /[\u3400-\u9fff]/.test(prose)) yield 'has Han in Korean';
  if (language === 'zh-TW' && simplified.test(message)) yield `has simplified forms: ${message.match(simplified)}`;
}

/** Whether the source names the key, or builds keys that start like it. */
function isUsed(key) {
  if (source.includes(`'${key}'`)) return true;
  const parts = key.split('.');
  return parts.some((_, i) => i > 0 && source.includes(`\`${parts.slice(0, i).join('.')}.\${`));
}

for (const language of languages) {
  for (const [key, english] of Object.entries(catalogues.en)) {
    const message = catalogues[language][key];
    if (message === undefined) complaints.push(`${language}: ${key} is missing`);
    else for (const fault of faults(key, language, message, english)) complaints.push(`${language}: ${key} ${fault}`);
  }
  for (const key of Object.keys(catalogues[language])) {
    if (!(key in catalogues.en)) complaints.push(`${language}: ${key} is not in English`);
  }
}
for (const key of Object.keys(catalogues.en)) if (!isUsed(key)) complaints.push(`${key} is used nowhere`);

for (const complaint of complaints) console.error(`messages: ${complaint}`);
process.exitCode = complaints.length > 0 ? 1 : 0;
