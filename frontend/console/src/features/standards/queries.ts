import { queryOptions, useMutation } from '@tanstack/react-query';
import { answer, api } from '../../api/client';
import { queries } from '../../api/queries';
import type { Language } from '../../i18n/languages';

/** The standards and phrases in force for the person's posts, in one language. */
export const myStandardsQuery = (language: Language) =>
  queryOptions({
    queryKey: ['my', 'standards', language],
    queryFn: () => answer(api.GET('/api/v1/my/standards', { params: { query: { language } } })),
    staleTime: 60 * 60_000,
  });

export const suggestionsQuery = queryOptions({
  queryKey: ['my', 'suggestions'],
  queryFn: () => answer(api.GET('/api/v1/my/suggestions', { params: { query: { limit: 200 } } })),
});

/** Keeps a suggestion until a review considers it. Sent twice, the same words are one. */
export function useSuggest(code: string, onStored: () => void) {
  return useMutation({
    mutationFn: (words: string) =>
      answer(api.POST('/api/v1/standards/{code}/suggestions', { params: { path: { code } }, body: { words } })),
    onSuccess: async () => {
      await queries.invalidateQueries({ queryKey: suggestionsQuery.queryKey });
      onStored();
    },
  });
}
