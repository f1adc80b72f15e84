import { MantineProvider } from '@mantine/core';
import { QueryClientProvider } from '@tanstack/react-query';
import { render, screen, waitFor } from '@testing-library/react';
import { beforeAll, beforeEach, expect, test, vi } from 'vitest';
import { queries } from '../../api/queries';
import { startTexts } from '../../i18n/setup';
import { ByService } from './ByService';

beforeAll(startTexts);
beforeEach(() => queries.clear());

function show(options: object) {
  const asked = vi.fn(
    async () => new Response(JSON.stringify(options), { headers: { 'Content-Type': 'application/json' } }),
  );
  vi.stubGlobal('fetch', asked);
  render(
    <MantineProvider>
      <QueryClientProvider client={queries}>
        <ByService />
      </QueryClientProvider>
    </MantineProvider>,
  );
  return asked;
}

test('it leads to the service in the words of the hospital, and back to where one was', async () => {
  history.replaceState(null, '', '/ranking?period=2026-10&group=nurses');
  const label = { en: 'Sign in with Example', ko: 'Example 계정으로 로그인' };
  show({ provider: { path: '/auth/oidc', label }, passwordsForAdministratorsOnly: false });
  const link = await screen.findByRole('link', { name: 'Sign in with Example' });
  expect(link).toHaveAttribute('href', '/auth/oidc?return=%2Franking%3Fperiod%3D2026-10%26group%3Dnurses');
});

test('without a service there is nothing', async () => {
  const asked = show({ passwordsForAdministratorsOnly: false });
  await waitFor(() => expect(asked).toHaveBeenCalled());
  expect(screen.queryByRole('link')).toBeNull();
});
