import 'fake-indexeddb/auto';
import { QueryClientProvider } from '@tanstack/react-query';
import { act, renderHook, waitFor } from '@testing-library/react';
import type { ReactNode } from 'react';
import { beforeEach, expect, test, vi } from 'vitest';
import { queries, sessionQuery } from '../api/queries';
import { useCheckOpen } from '../lib/field/checkOpen';
import { emptyPhone, session } from '../lib/field/fixture';
import { forgetSession, keepSession, owesSignOut } from '../lib/field/kept';
import { close } from '../lib/field/store';
import { useEntry } from './useEntry';

const server = vi.fn<(request: Request) => Response>();

beforeEach(() => {
  close();
  emptyPhone();
  queries.clear();
  server.mockReset();
  vi.stubGlobal('fetch', async (request: Request) => server(request));
});

const away = () => {
  throw new TypeError('Failed to fetch');
};
const nobody = () => Response.json({ code: 'unauthenticated', message: 'sign in first' }, { status: 401 });
const me = () => Response.json(session(1));

const around = ({ children }: { children: ReactNode }) => (
  <QueryClientProvider client={queries}>{children}</QueryClientProvider>
);
function useEntryInCheck() {
  useCheckOpen();
  return useEntry();
}

const enter = (hook = useEntry) => renderHook(hook, { wrapper: around });

const patience = { timeout: 5_000 };

test('without the server, whoever was signed in last comes in', async () => {
  await keepSession(session(1));
  server.mockImplementation(away);
  const { result } = enter();
  await waitFor(() => expect(result.current.session?.accountId).toBe(1), patience);
});

test('on a phone that knows nobody, nobody does', async () => {
  server.mockImplementation(away);
  const { result } = enter();
  await new Promise((resolve) => setTimeout(resolve, 1_000));
  expect(result.current.session ?? null).toBeNull();
});

test('the server’s word comes before the phone’s memory', async () => {
  await keepSession(session(1));
  server.mockImplementation(nobody);
  const { result } = enter();
  await waitFor(() => expect(result.current.query.data).toBeNull(), patience);
  expect(result.current.session).toBeNull();
});

test.each([
  ['a check that is open goes on after the session has ended', true],
  ['without a check, the sign-in comes', false],
])('%s', async (_, checking) => {
  server.mockImplementation(me);
  const { result } = enter(checking ? useEntryInCheck : useEntry);
  await waitFor(() => expect(result.current.session?.accountId).toBe(1), patience);
  server.mockImplementation(nobody);
  await act(() => queries.invalidateQueries({ queryKey: sessionQuery.queryKey }));
  await waitFor(() => expect(result.current.query.data).toBeNull(), patience);
  expect(result.current.held).toBe(checking);
  expect(result.current.session !== null).toBe(checking);
  expect(result.current.ended).toBe(true);
  act(() => result.current.signIn());
  expect(result.current.session).toBeNull();
});

test('a sign-out that the server could not be told of comes before anything else', async () => {
  await keepSession(session(1));
  await forgetSession({ later: true });
  server.mockImplementation((request) => (request.method === 'DELETE' ? Response.json({}) : me()));
  const { result } = enter();
  await waitFor(() => expect(result.current.query.data).toBeNull(), patience);
  expect(server.mock.calls.map(([request]) => request.method)).toEqual(['DELETE']);
  expect(await owesSignOut()).toBe(false);
});
