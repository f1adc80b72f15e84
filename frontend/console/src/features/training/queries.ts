import { queryOptions, useMutation } from '@tanstack/react-query';
import { answer, api } from '../../api/client';
import { queries } from '../../api/queries';

export const hoursQuery = (employeeId: number) =>
  queryOptions({
    queryKey: ['hours', employeeId],
    queryFn: () => answer(api.GET('/api/v1/employees/{id}/hours', { params: { path: { id: employeeId } } })),
  });

export const qualificationsQuery = (employeeId: number) =>
  queryOptions({
    queryKey: ['qualifications', employeeId],
    queryFn: () => answer(api.GET('/api/v1/qualifications', { params: { query: { employeeId, limit: 500 } } })),
  });

export const externalQuery = (employeeId: number) =>
  queryOptions({
    queryKey: ['external-hours', employeeId],
    queryFn: () => answer(api.GET('/api/v1/external-hours', { params: { query: { employeeId, limit: 50 } } })),
  });

export const assessmentsQuery = queryOptions({
  queryKey: ['assessments'],
  queryFn: () => answer(api.GET('/api/v1/assessments')),
});

const again = (...keys: string[]) =>
  Promise.all(keys.map((key) => queries.invalidateQueries({ queryKey: [key] }))).then(() => undefined);

export const useEnrol = () =>
  useMutation({
    mutationFn: (id: number) =>
      answer(
        api.POST('/api/v1/training-sessions/{id}/enrolments', { params: { path: { id } }, body: { employeeId: 0 } }),
      ),
    onSuccess: () => again('training-sessions'),
  });

export const useWithdraw = (id: number) =>
  useMutation({
    mutationFn: (reason: string) =>
      answer(
        api.POST('/api/v1/training-sessions/{id}/withdraw', {
          params: { path: { id } },
          body: { employeeId: 0, reason },
        }),
      ),
    onSuccess: () => again('training-sessions'),
  });

export interface Report {
  key: string;
  title: string;
  provider: string;
  category: 'medical-basics' | 'service-skills' | 'communication' | 'law-privacy' | 'cases' | 'etiquette';
  earnedOn: string;
  minutes: number;
}

/** Hands in the file that proves a report. */
async function attach(id: number, file: Blob) {
  const body = file as unknown as string; // the bytes as they are
  await answer(
    api.PUT('/api/v1/external-hours/{id}/evidence', {
      params: { path: { id } },
      headers: { 'Content-Type': 'application/octet-stream' },
      body,
      bodySerializer: (bytes) => bytes as unknown as Blob,
    }),
  );
}

/** Reports training elsewhere and hands in its evidence; sent again, it is one report. */
export const useReport = () =>
  useMutation({
    mutationFn: async ({ report, file }: { report: Report; file: File | undefined }) => {
      const { id } = await answer(api.POST('/api/v1/external-hours', { body: report }));
      if (file) await attach(id, file);
    },
    onSettled: () => again('external-hours'),
  });

export const useAttach = () =>
  useMutation({
    mutationFn: ({ id, file }: { id: number; file: File }) => attach(id, file),
    onSettled: () => again('external-hours'),
  });

export const useWithdrawReport = () =>
  useMutation({
    mutationFn: (id: number) => answer(api.POST('/api/v1/external-hours/{id}/withdraw', { params: { path: { id } } })),
    onSettled: () => again('external-hours'),
  });
