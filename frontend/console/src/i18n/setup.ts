import i18next from 'i18next';
import { initReactI18next, useTranslation } from 'react-i18next';
import { fill, type Values } from './icu';
import { type Language, locale, match } from './languages';
import type { Messages } from './messages';

type Catalogue = Record<string, string>;

export const catalogues: Record<Language, () => Promise<{ default: Catalogue }>> = {
  'zh-CN': () => import('../../messages/zh-CN.json'),
  'zh-TW': () => import('../../messages/zh-TW.json'),
  ko: () => import('../../messages/ko.json'),
  en: () => import('../../messages/en.json'),
};

const stored = 'wardstar.language';

/** Looks up a text. Keys and placeholders are those of the catalogues. */
export type Translate = <K extends keyof Messages>(
  key: K,
  ...values: Messages[K] extends undefined ? [] : [Messages[K]]
) => string;

const icu = {
  type: 'i18nFormat' as const,
  init() {},
  parse: (message: string, values: Values, language: Language) => fill(message, values, locale(language)),
  addLookupKeys: (keys: string[]) => keys,
};

/** Starts i18next in the language the reader chose last, or the browser's. */
export async function startTexts() {
  await i18next
    .use(icu as never)
    .use(initReactI18next)
    .init({ resources: {}, keySeparator: false, nsSeparator: false, react: { useSuspense: false } });
  await speak(match([read(), ...navigator.languages]));
}

/** Loads a language and switches everything on screen to it. */
export async function speak(language: Language) {
  if (!i18next.hasResourceBundle(language, 'translation')) {
    i18next.addResourceBundle(language, 'translation', (await catalogues[language]()).default);
  }
  await i18next.changeLanguage(language);
  document.documentElement.lang = language; // decides the forms of Han characters
}

/** Remembers the reader's choice on this device. */
export async function choose(language: Language) {
  try {
    localStorage.setItem(stored, language);
  } catch {
    // Storage is forbidden: the choice lasts as long as the page.
  }
  await speak(language);
}

/** The language chosen on this device, if any. */
export function read(): string | null {
  try {
    return localStorage.getItem(stored);
  } catch {
    return null;
  }
}

export function useT(): Translate {
  return useTranslation().t as unknown as Translate;
}

export function useLanguage(): Language {
  return useTranslation().i18n.language as Language;
}
