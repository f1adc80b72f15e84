import { queryOptions } from '@tanstack/react-query';
import { answer, api } from '../../api/client';

/** What patients have written about the person, once five and more had. */
export const commentsQuery = queryOptions({
  queryKey: ['my', 'comments'],
  queryFn: () => answer(api.GET('/api/v1/my/comments', { params: { query: { limit: 60 } } })),
});

/** What comments are sorted by. */
export const themesQuery = queryOptions({
  queryKey: ['themes'],
  queryFn: () => answer(api.GET('/api/v1/themes')),
  staleTime: Infinity,
});

export const hoursQuery = (id: number) =>
  queryOptions({
    queryKey: ['employees', id, 'hours'],
    queryFn: () => answer(api.GET('/api/v1/employees/{id}/hours', { params: { path: { id } } })),
  });

export const certificatesQuery = (employeeId: number) =>
  queryOptions({
    queryKey: ['certificates', employeeId],
    queryFn: () => answer(api.GET('/api/v1/certificates', { params: { query: { employeeId } } })),
  });

export const qualificationsQuery = (employeeId: number) =>
  queryOptions({
    queryKey: ['qualifications', employeeId],
    queryFn: () => answer(api.GET('/api/v1/qualifications', { params: { query: { employeeId } } })),
  });
