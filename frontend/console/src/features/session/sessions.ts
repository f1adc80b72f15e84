import { queryOptions } from '@tanstack/react-query';
import { answer, api } from '../../api/client';
import { queries } from '../../api/queries';

export const sessionsQuery = queryOptions({
  queryKey: ['sessions'],
  queryFn: () => answer(api.GET('/api/v1/sessions')),
});

export async function endSession(id: number) {
  await answer(api.DELETE('/api/v1/sessions/{id}', { params: { path: { id } } }));
  await queries.invalidateQueries({ queryKey: sessionsQuery.queryKey });
}

export async function endOthers() {
  queries.setQueryData(sessionsQuery.queryKey, await answer(api.POST('/api/v1/sessions/end-others')));
}
