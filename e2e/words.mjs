// The console's texts, as its people read them: tests press what is written on a button, in any language.
import { readFileSync } from 'node:fs';

const plural = /\{(\w+), plural,((?:\s*(?:=\d+|\w+) \{[^{}]*\})+)\s*\}/g;

/** The texts of a language: words('ko')('outbox.fix'), words('en')('offline.waiting', { n: 2 }). */
export function words(language) {
  const texts = JSON.parse(readFileSync(new URL(`../frontend/console/messages/${language}.json`, import.meta.url), 'utf8'));
  return (key, values = {}) => {
    if (texts[key] === undefined) throw new Error(`no text ${key} in ${language}`);
    return texts[key]
      .replace(plural, (_, name, forms) => form(forms, values[name], language).replaceAll('#', values[name]))
      .replace(/\{(\w+)\}/g, (_, name) => values[name]);
  };
}

function form(forms, n, language) {
  const all = Object.fromEntries([...forms.matchAll(/(=\d+|\w+) \{([^{}]*)\}/g)].map(([, key, text]) => [key, text]));
  return all[`=${n}`] ?? all[new Intl.PluralRules(language).select(n)] ?? all.other;
}
