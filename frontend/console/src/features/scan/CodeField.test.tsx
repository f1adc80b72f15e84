import { MantineProvider } from '@mantine/core';
import { fireEvent, render, screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { beforeAll, expect, test, vi } from 'vitest';
import { startTexts } from '../../i18n/setup';
import { CodeField } from './CodeField';

beforeAll(startTexts);

function show() {
  const onCode = vi.fn();
  render(
    <MantineProvider>
      <CodeField onCode={onCode} />
    </MantineProvider>,
  );
  return { onCode, field: screen.getByLabelText<HTMLInputElement>('Code on the badge, 8 characters') };
}

test('a code groups itself while it is typed, and is looked up once, when it is complete', async () => {
  const { onCode, field } = show();
  await userEvent.type(field, 'agk3omk');
  expect(field).toHaveValue('AGK3 0MK');
  expect(onCode).not.toHaveBeenCalled();
  await userEvent.type(field, 'b');
  expect(field).toHaveValue('AGK3 0MKB');
  expect(onCode.mock.calls).toEqual([['AGK30MKB']]);
  await userEvent.type(field, 'x'); // one too many changes nothing
  expect(onCode).toHaveBeenCalledTimes(1);
});

test('a code is pasted in any spelling', async () => {
  const { onCode, field } = show();
  await userEvent.click(field);
  await userEvent.paste(' agk3-0mkb ');
  expect(onCode.mock.calls).toEqual([['AGK30MKB']]);
});

test('a character put in where it was forgotten leaves the caret behind it', async () => {
  const { field } = show();
  await userEvent.type(field, 'AG30MKB');
  await userEvent.type(field, 'K', { initialSelectionStart: 2, initialSelectionEnd: 2 });
  expect(field).toHaveValue('AGK3 0MKB');
  expect(field.selectionStart).toBe(3);
});

test('what no code has is said, and stays to be seen', async () => {
  const { onCode, field } = show();
  await userEvent.type(field, 'AGU');
  expect(screen.getByText('No code has “U” in it.')).toBeVisible();
  expect(field).toHaveValue('AGU');
  await userEvent.type(field, '{Backspace}K30MKB');
  expect(screen.queryByText(/No code has/)).toBeNull();
  expect(onCode).toHaveBeenCalledTimes(1);
});

test('a keyboard that composes is left alone until it is done', () => {
  const { onCode, field } = show();
  fireEvent.compositionStart(field);
  fireEvent.change(field, { target: { value: 'agk30' } });
  expect(field).toHaveValue('agk30');
  fireEvent.change(field, { target: { value: 'agk30mkb' } });
  expect(onCode.mock.calls).toEqual([['AGK30MKB']]); // complete all the same
  fireEvent.compositionEnd(field);
  expect(field).toHaveValue('AGK3 0MKB');
});
