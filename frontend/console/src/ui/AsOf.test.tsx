import { QueryClient, QueryClientProvider, useQueries } from '@tanstack/react-query';
import { act, render, screen } from '@testing-library/react';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { Session } from '../api/types';
import { startTexts } from '../i18n/setup';
import { SessionProvider } from '../lib/session';
import { AsOf } from './AsOf';

const session = { hospital: { timeZone: 'Asia/Shanghai' } } as Session;
const noon = Date.parse('2026-11-22T04:00:00Z'); // 12:00 at the hospital
const minute = 60_000;

function Uses({ keys }: { keys: string[] }) {
  useQueries({
    queries: keys.map((key) => ({ queryKey: [key], queryFn: () => key, staleTime: Number.POSITIVE_INFINITY })),
  });
  return null;
}

function show(data: Record<string, number>, keys: string[], of?: string) {
  const queries = new QueryClient();
  for (const [key, updatedAt] of Object.entries(data)) queries.setQueryData([key], key, { updatedAt });
  render(
    <QueryClientProvider client={queries}>
      <SessionProvider value={session}>
        <Uses keys={keys} />
        <AsOf of={of} />
      </SessionProvider>
    </QueryClientProvider>,
  );
}

beforeEach(async () => {
  await startTexts();
  vi.useFakeTimers({ now: noon });
});
afterEach(() => vi.useRealTimers());

test('the oldest data on screen count, of those that are shown', () => {
  const data = {
    session: noon - 50 * minute,
    periods: noon - 5 * minute,
    scores: noon - minute,
    hidden: noon - 60 * minute,
  };
  show(data, ['session', 'periods', 'scores']);
  expect(screen.getByText('Data up to 11:55')).toBeInTheDocument();
});

test('the server’s word goes first, with its day if that is another', () => {
  show({ periods: noon }, ['periods'], '2026-11-20T15:30:00Z');
  expect(screen.getByText('Data up to 20 November 2026 at 23:30')).toBeInTheDocument();
});

test('data that grow old are said to be', () => {
  show({ periods: noon }, ['periods']);
  act(() => vi.advanceTimersByTime(10 * minute));
  expect(screen.getByText('Data up to 12:00')).toBeInTheDocument();
  act(() => vi.advanceTimersByTime(2 * minute));
  expect(screen.getByText('Data up to 12:00, 12 minutes old')).toBeInTheDocument();
});

test('a page without data says nothing', () => {
  show({}, []);
  expect(screen.queryByText(/Data up to/)).toBeNull();
});
