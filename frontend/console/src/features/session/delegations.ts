import { queryOptions } from '@tanstack/react-query';
import { answer, api } from '../../api/client';
import { queries } from '../../api/queries';
import type { components } from '../../api/schema';

export type Delegation = components['schemas']['AccountsDelegation'];
type NewDelegation = components['schemas']['AccountsNewDelegation'];

/** The roles that I have handed over, and those that were handed to me. */
export const delegationsQuery = queryOptions({
  queryKey: ['delegations'],
  queryFn: () => answer(api.GET('/api/v1/delegations')),
});

const again = () => queries.invalidateQueries({ queryKey: delegationsQuery.queryKey });

export async function handOver(body: NewDelegation) {
  await answer(api.POST('/api/v1/delegations', { body }));
  await again();
}

export async function endDelegation(id: number) {
  await answer(api.POST('/api/v1/delegations/{id}/end', { params: { path: { id } } }));
  await again();
}

/** Those that give a role today or will, the soonest first. */
export const current = (list: readonly Delegation[], today: string) =>
  list.filter((d) => !d.endedAt && d.to > today).sort((a, b) => a.from.localeCompare(b.from));
