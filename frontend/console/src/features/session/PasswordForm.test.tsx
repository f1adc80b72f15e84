import { MantineProvider } from '@mantine/core';
import { render, screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { beforeAll, beforeEach, expect, test, vi } from 'vitest';
import { startTexts } from '../../i18n/setup';
import { PasswordForm } from './PasswordForm';

const answers = vi.fn<(request: Request) => Response>();

beforeAll(startTexts);

beforeEach(() => {
  answers.mockReset();
  vi.stubGlobal('fetch', async (request: Request) => answers(request));
});

const refusal = (status: number, body: object) => () =>
  new Response(JSON.stringify(body), { status, headers: { 'Content-Type': 'application/json' } });

async function submit(old: string, fresh: string, again: string) {
  const done = vi.fn();
  render(
    <MantineProvider>
      <PasswordForm onDone={done} />
    </MantineProvider>,
  );
  const type = async (label: string, text: string) => text && userEvent.type(screen.getByLabelText(label), text);
  await type('Current password', old);
  await type('New password', fresh);
  await type('New password again', again);
  await userEvent.click(screen.getByRole('button', { name: 'Change password' }));
  return done;
}

test.each([
  ['nothing entered', '', '', '', 'Enter your current password.'],
  ['too short', 'old password', 'short', 'short', 'at least 10 characters'],
  ['the same again', 'old password', 'old password', 'old password', 'the same as the old one'],
  ['a typing error', 'old password', 'a new password', 'a new pasword', 'differ'],
])('%s is said before anything is sent', async (_, old, fresh, again, want) => {
  await submit(old, fresh, again);
  expect(screen.getByRole('alert')).toHaveTextContent(want);
  expect(answers).not.toHaveBeenCalled();
});

test('ten characters are counted as people count them', async () => {
  answers.mockImplementation(refusal(201, {}));
  const done = await submit('old password', '好好学习天天向上😀😀', '好好学习天天向上😀😀');
  await waitFor(() => expect(done).toHaveBeenCalled());
});

test('a wrong current password is said at its field', async () => {
  answers.mockImplementation(refusal(401, { code: 'unauthenticated', message: 'no' }));
  const done = await submit('not this one', 'a new password', 'a new password');
  await waitFor(() => expect(screen.getByLabelText('Current password')).toHaveAccessibleDescription(/not right/));
  expect(done).not.toHaveBeenCalled();
});

test('too many attempts are said in words, with the number of the request', async () => {
  answers.mockImplementation(refusal(429, { code: 'too_many', message: 'too many', request: 'ABC123' }));
  await submit('not this one', 'a new password', 'a new password');
  await waitFor(() => expect(screen.getByRole('alert')).toHaveTextContent('ABC123'));
});
