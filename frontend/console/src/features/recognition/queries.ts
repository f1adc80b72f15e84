import { queryOptions } from '@tanstack/react-query';
import { answer, api } from '../../api/client';

/** Praise of patients. */
export const thanksQuery = queryOptions({
  queryKey: ['my', 'thanks'],
  queryFn: () => answer(api.GET('/api/v1/my/thanks', { params: { query: { limit: 200 } } })),
});

/** Words of colleagues. */
export const recognitionsQuery = queryOptions({
  queryKey: ['my', 'recognitions'],
  queryFn: () => answer(api.GET('/api/v1/my/recognitions', { params: { query: { limit: 200 } } })),
});
