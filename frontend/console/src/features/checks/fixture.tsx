// What the tests of these pages share: somebody who observes, whom they may observe, and a page to show.
import { MantineProvider } from '@mantine/core';
import { QueryClientProvider } from '@tanstack/react-query';
import {
  createMemoryHistory,
  createRootRoute,
  createRoute,
  createRouter,
  RouterProvider,
} from '@tanstack/react-router';
import { render, screen } from '@testing-library/react';
import type { ReactNode } from 'react';
import { queries } from '../../api/queries';
import type { Session } from '../../api/types';
import type { Person, Roster } from '../../lib/field/types';
import { SessionProvider } from '../../lib/session';

export const session = {
  accountId: 9,
  name: 'observer',
  employee: { id: 66, number: 'E1066', name: '정서연' },
  hospital: { name: { en: 'Hospital' }, language: 'en', timeZone: 'Asia/Shanghai' },
  permissions: ['log spot-check', 'read spot-check'],
  roles: [],
} as unknown as Session;

export const person = (id: number, name: string, more: Partial<Person> = {}): Person => ({
  id,
  number: `E${1000 + id}`,
  name,
  latinName: '',
  postings: [{ departmentId: 3, postId: 1 }],
  badges: [],
  outside: false,
  seen: 2,
  ...more,
});

export const roster: Roster = {
  asOf: '2026-11-22T01:00:00Z',
  day: '2026-11-22',
  employees: [person(1, '李静', { latinName: 'Li Jing' }), person(2, '王芳'), person(3, '李明')],
  departments: [
    { id: 3, name: { en: 'Emergency' } },
    { id: 4, name: { en: 'Surgery' } },
  ],
  posts: [
    { id: 1, code: 'nurse', name: { en: 'Nurse' } },
    { id: 2, code: 'doctor', name: { en: 'Doctor' } },
  ],
  places: [{ badge: 'aaaaaaaaaaaaaaaa', departmentId: 3, name: { en: 'Bed 12' } }],
};

/** Shows a part of a page to the observer. Returns the address that it leads to. */
export async function show(part: ReactNode) {
  const root = createRootRoute();
  const path = (path: string) =>
    createRoute({ getParentRoute: () => root, path, component: () => (path === '/' ? part : <p>elsewhere</p>) });
  const router = createRouter({
    routeTree: root.addChildren(['/', '/checks', '/checks/new', '/checks/$key'].map(path)),
    history: createMemoryHistory({ initialEntries: ['/'] }),
  });
  render(
    <QueryClientProvider client={queries}>
      <MantineProvider>
        <SessionProvider value={session}>
          <RouterProvider router={router as never} />
        </SessionProvider>
      </MantineProvider>
    </QueryClientProvider>,
  );
  await screen.findAllByText(/./);
  return () => router.state.location.href;
}
