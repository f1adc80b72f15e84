// What the four catalogues are held to: to one another, to the rules of their scripts, and to what the source asks for.
import { languages, placeholders } from './texts.mjs';

// Names and formats that are written the same in every language.
const international = /^(Wardstar|QR|CSV|XLSX|PDF|Ctrl|Enter|Esc|ID|API|HTTPS|MB|KB)$/;

const punctuation = '[,;:?!()"\']';
const asciiByHan = new RegExp(`\\p{sc=Han}\\s*${punctuation}|${punctuation}\\s*\\p{sc=Han}|\\p{sc=Han}\\.(\\s|$)`, 'u');
const fullWidth = /[，。；：？！（）「」“”]/;

// Characters that are written differently in Traditional Chinese.
const simplified =
  /[们这为时间对说过还没样员门问见经给级线录评价务护选择满项达录据仅别类码号导图个会开关联络数权显单询应实际请语设备长处态报应测种页应]/;

const icu = /\{\w+, plural,|(?:=\d+|\b(?:zero|one|two|few|many|other)) \{/g;

/** A message's words alone; what is filled in stands as one character. */
const prose = (message, filled) =>
  message
    .replace(/(?<!(?:=\d+|one|other) )\{\w+\}/g, filled)
    .replace(icu, ' ')
    .replace(/#/g, filled)
    .replace(/[{}]/g, ' ');

/** What is wrong with a message in a language, given English's. */
export function* faults(key, language, message, english) {
  const names = (m) => [...placeholders(m).keys()].sort().join(', ');
  if (names(message) !== names(english)) yield `placeholders {${names(message)}}, in English {${names(english)}}`;
  if (count(message, '{') !== count(message, '}')) yield 'has a brace too many or too few';
  for (const body of message.split(', plural,').slice(1))
    if (!/\bother \{/.test(body)) yield 'has a plural without other';
  if (message === '' || (message.trim() !== message && !key.endsWith('.separator')))
    yield 'is empty or has spaces around it';
  if (language === 'en') {
    if (/\p{sc=Han}|\p{sc=Hangul}/u.test(message)) yield 'has another script in English';
    return;
  }
  if (language.startsWith('zh') && asciiByHan.test(prose(message, '字'))) yield 'has ASCII punctuation next to Han';
  const words = prose(message, ' ');
  const left = (words.match(/[A-Za-z]+/g) ?? []).filter((word) => !international.test(word) && !isKey(words, word));
  if (left.length > 0) yield `has English left in it: ${left.join(' ')}`;
  if (language === 'ko' && /\p{sc=Han}/u.test(words)) yield 'has Han in Korean';
  if (language === 'ko' && fullWidth.test(words)) yield 'has full-width punctuation in Korean';
  if (language === 'zh-TW' && simplified.test(message)) yield `has simplified forms: ${message.match(simplified)}`;
}

const count = (text, character) => text.split(character).length - 1;

/** A single letter is that of a key, such as the C to press. */
const isKey = (words, word) => /^[A-Z]$/.test(word) && !new RegExp(`${word}[a-z]`).test(words);

/** Whether the source names the key, or builds keys that start like it. */
function isUsed(key, source) {
  if (source.includes(`'${key}'`)) return true;
  const parts = key.split('.');
  return parts.some((_, i) => i > 0 && source.includes(`\`${parts.slice(0, i).join('.')}.\${`));
}

/** What is wrong with the catalogues, given all of the source in one text. */
export function complaints(catalogues, source) {
  const list = [];
  const { en } = catalogues;
  for (const language of languages) {
    for (const [key, english] of Object.entries(en)) {
      const message = catalogues[language][key];
      if (message === undefined) list.push(`${language}: ${key} is missing`);
      else for (const fault of faults(key, language, message, english)) list.push(`${language}: ${key} ${fault}`);
    }
    for (const key of Object.keys(catalogues[language])) {
      if (!(key in en)) list.push(`${language}: ${key} is not in English`);
    }
  }
  return [...list, ...Object.keys(en).flatMap((key) => (isUsed(key, source) ? [] : [`${key} is used nowhere`]))];
}
