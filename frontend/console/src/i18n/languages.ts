/** A language of the console, named in its own script. */
export const languages = {
  'zh-CN': '简体中文',
  'zh-TW': '繁體中文',
  ko: '한국어',
  en: 'English',
} as const;

export type Language = keyof typeof languages;

export const languageNames = Object.entries(languages) as [Language, string][];

/** The locale whose conventions Intl follows: English dates are written 31 October 2026. */
export const locale = (language: Language) => (language === 'en' ? 'en-GB' : language);

/** The language of ours that serves a reader of the given ones best. */
export function match(wanted: readonly (string | null | undefined)[]): Language {
  for (const tag of wanted) {
    const t = tag?.toLowerCase() ?? '';
    if (/^zh\b.*\b(hant|tw|hk|mo)\b/.test(t)) return 'zh-TW';
    if (t.startsWith('zh')) return 'zh-CN';
    if (t.startsWith('ko')) return 'ko';
    if (t.startsWith('en')) return 'en';
  }
  return 'en';
}

/** The text for a reader of language: their own, else the hospital's, else any. */
export function localized(text: Record<string, string>, ...wanted: string[]): string {
  for (const language of wanted) {
    if (text[language]) return text[language];
  }
  return text.en || Object.values(text)[0] || '';
}
