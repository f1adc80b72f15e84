import { useQuery } from '@tanstack/react-query';
import { type Language, languageNames } from './languages';
import type { Messages } from './messages';
import { catalogues } from './setup';

/** The texts that have nothing to fill in. */
type Plain = { [K in keyof Messages]: Messages[K] extends undefined ? K : never }[keyof Messages];

/** A text in each of our languages, for a screen that many read at once. What has not loaded is left out. */
export function useInEveryLanguage(key: Plain): (readonly [Language, string])[] {
  const { data = [] } = useQuery({
    queryKey: ['in-every-language', key],
    staleTime: Infinity,
    queryFn: () =>
      Promise.all(
        languageNames.map(async ([language]) => [language, (await catalogues[language]()).default[key] ?? ''] as const),
      ),
  });
  return data;
}
