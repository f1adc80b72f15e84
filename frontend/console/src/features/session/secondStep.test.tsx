import { MantineProvider } from '@mantine/core';
import { QueryClientProvider } from '@tanstack/react-query';
import { fireEvent, render, screen, waitFor } from '@testing-library/react';
import type { ReactNode } from 'react';
import { beforeAll, beforeEach, expect, test, vi } from 'vitest';
import { queries } from '../../api/queries';
import { startTexts } from '../../i18n/setup';
import { CodeStep } from './CodeStep';
import { EnrolStep } from './EnrolStep';
import { SignIn } from './SignIn';

/** What the server was asked, as "POST /session {…}", and what it answers. */
const asked: string[] = [];
const answers: Record<string, [number, object]> = {};

beforeAll(startTexts);

beforeEach(() => {
  asked.length = 0;
  for (const key of Object.keys(answers)) delete answers[key];
  vi.stubGlobal('fetch', async (request: Request) => {
    const what = `${request.method} ${new URL(request.url).pathname.replace('/api/v1', '')}`;
    asked.push(`${what} ${await request.text()}`.trim());
    const [status, body] = answers[what] ?? [201, {}];
    return new Response(JSON.stringify(body), { status, headers: { 'Content-Type': 'application/json' } });
  });
});

const show = (page: ReactNode) =>
  render(
    <QueryClientProvider client={queries}>
      <MantineProvider>{page}</MantineProvider>
    </QueryClientProvider>,
  );

const press = (name: string) => fireEvent.click(screen.getByRole('button', { name }));
const type = (label: string, value: string) => fireEvent.change(screen.getByLabelText(label), { target: { value } });

test('the code of the phone is sent as typed', async () => {
  show(<CodeStep />);
  expect(screen.getByLabelText('Six digits')).toHaveFocus();
  expect(screen.getByLabelText('Six digits')).toHaveAttribute('autocomplete', 'one-time-code');
  type('Six digits', ' 123456 ');
  press('Continue');
  await waitFor(() => expect(asked).toContain('POST /session/second-factor {"code":"123456"}'));
});

test('a wrong code is said, and the field is ready for the next', async () => {
  answers['POST /session/second-factor'] = [422, { code: 'invalid', fields: { code: 'no' } }];
  show(<CodeStep />);
  type('Six digits', '000000');
  press('Continue');
  expect(await screen.findByRole('alert')).toHaveTextContent('not right');
  expect(screen.getByLabelText('Six digits')).toHaveValue('');
});

test('without the phone a recovery code does', async () => {
  show(<CodeStep />);
  press('My phone is not at hand');
  type('Recovery code', 'abcd-efgh-ijkl');
  press('Continue');
  await waitFor(() => expect(asked).toContain('POST /session/second-factor {"code":"abcd-efgh-ijkl"}'));
});

test('a role that needs it sets it up: picture, code, recovery codes', async () => {
  answers['POST /session/second-factor/enrol'] = [
    201,
    { secret: 'ABCD EFGH', url: 'otpauth://x', qr: '<svg/>', until: '' },
  ];
  answers['POST /session/second-factor/confirm'] = [201, { codes: ['aaaa-bbbb-cccc', 'dddd-eeee-ffff'] }];
  show(<EnrolStep />);
  press('Set it up');
  expect(await screen.findByText('ABCD EFGH')).toBeVisible();
  expect(screen.getByAltText('Picture to scan with the app')).toHaveAttribute('src', 'data:image/svg+xml,%3Csvg%2F%3E');
  type('Six digits', '123456');
  press('Continue');
  expect(await screen.findByText('dddd-eeee-ffff')).toBeVisible();
  expect(asked.filter((a) => a.includes('confirm'))).toEqual(['POST /session/second-factor/confirm {"code":"123456"}']);
  press('I have kept them');
});

function redeem(code: string, fresh: string, again: string) {
  show(<SignIn ended={false} />);
  press('I have a one-time code');
  type('Account name', 'lin.mei');
  if (code) type('One-time code', code);
  type('New password', fresh);
  type('New password again', again);
  press('Sign in');
}

test('a one-time code is redeemed with a password of one’s own', async () => {
  redeem('abcd-efgh-ijkl-mnop', 'a new password', 'a new password');
  await waitFor(() =>
    expect(asked).toContain(
      'POST /session/redeem-code {"name":"lin.mei","code":"abcd-efgh-ijkl-mnop","newPassword":"a new password"}',
    ),
  );
});

test.each([
  ['no code', '', 'a new password', 'a new password', 'Enter your account name and the code.'],
  ['too short', 'abcd', 'short', 'short', 'at least 10 characters'],
  ['a typing error', 'abcd', 'a new password', 'a new pasword', 'differ'],
])('%s is said before anything is sent', (_, code, fresh, again, want) => {
  redeem(code, fresh, again);
  expect(screen.getByRole('alert')).toHaveTextContent(want);
  expect(asked).toEqual([]);
});

test.each([
  [401, {}, 'do not match'],
  [403, {}, 'no good any more'],
  [429, {}, 'Too many attempts'],
  [422, { fields: { newPassword: 'at least 14 characters' } }, 'at least 14 characters'],
])('what the server refuses with %s is said in words', async (status, body, want) => {
  answers['POST /session/redeem-code'] = [status, body];
  redeem('abcd', 'a new password', 'a new password');
  expect(await screen.findByRole('alert')).toHaveTextContent(want);
});
