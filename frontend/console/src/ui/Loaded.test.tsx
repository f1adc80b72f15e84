import { MantineProvider } from '@mantine/core';
import { onlineManager, QueryClient, QueryClientProvider, useQuery } from '@tanstack/react-query';
import { act, render, screen } from '@testing-library/react';
import { afterEach, beforeAll, expect, test } from 'vitest';
import { Trouble } from '../api/client';
import { startTexts } from '../i18n/setup';
import { Loaded } from './Loaded';

beforeAll(startTexts);
afterEach(() => onlineManager.setOnline(true));

function Page({ ask }: { ask: () => Promise<string> }) {
  const query = useQuery({ queryKey: ['x'], queryFn: ask, retry: 1, retryDelay: 1, networkMode: 'offlineFirst' });
  return (
    <Loaded query={query} skeleton={<p>grey bars</p>}>
      {(words) => <p>{words}</p>}
    </Loaded>
  );
}

const show = (ask: () => Promise<string>) =>
  render(
    <MantineProvider>
      <QueryClientProvider client={new QueryClient()}>
        <Page ask={ask} />
      </QueryClientProvider>
    </MantineProvider>,
  );

test('grey bars stand for what is on its way', async () => {
  show(() => new Promise(() => {}));
  expect(screen.getByText('grey bars')).toBeVisible();
});

test('without a network it is said that the server can’t be reached, and data come with the network', async () => {
  onlineManager.setOnline(false);
  let answer: () => Promise<string> = () => Promise.reject(new Trouble(0, ''));
  show(() => answer());
  expect(await screen.findByText(/can’t be reached/)).toBeVisible();
  answer = () => Promise.resolve('the data');
  act(() => onlineManager.setOnline(true));
  expect(await screen.findByText('the data')).toBeVisible();
});
