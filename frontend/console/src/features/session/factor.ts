import { queryOptions } from '@tanstack/react-query';
import { answer, api } from '../../api/client';
import { queries } from '../../api/queries';

export const factorQuery = queryOptions({
  queryKey: ['second-factor'],
  queryFn: () => answer(api.GET('/api/v1/session/second-factor')),
});

/** Makes a secret for a phone; whoever has one already proves it first. */
export const begin = (code = '') => answer(api.POST('/api/v1/session/second-factor/enrol', { body: { code } }));

export type Shown = Awaited<ReturnType<typeof begin>>;

/** Makes the phone count, and returns the recovery codes. */
export const confirm = async (code: string) =>
  (await answer(api.POST('/api/v1/session/second-factor/confirm', { body: { code } }))).codes;

export const newRecoveryCodes = async (code: string) =>
  (await answer(api.POST('/api/v1/session/second-factor/recovery-codes', { body: { code } }))).codes;

export async function remove(code: string) {
  await answer(api.POST('/api/v1/session/second-factor/remove', { body: { code } }));
  await queries.invalidateQueries({ queryKey: factorQuery.queryKey });
}
