import { useMutation } from '@tanstack/react-query';
import { answer, api } from '../../api/client';
import { queries } from '../../api/queries';

const refresh = () => queries.invalidateQueries({ queryKey: ['periods'] });

/** Computes a period's figures, or computes them again. */
export function useCompute(name: string) {
  return useMutation({
    mutationFn: () =>
      answer(api.POST('/api/v1/periods/{name}/compute', { params: { path: { name } }, body: { refit: false } })),
    onSuccess: refresh,
  });
}

/** Opens the period of a month. */
export function useCreate() {
  return useMutation({
    mutationFn: (name: string) => answer(api.POST('/api/v1/periods', { body: { name } })),
    onSuccess: refresh,
  });
}
