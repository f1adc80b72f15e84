import { render, screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { beforeEach, expect, test, vi } from 'vitest';
import { setHotkeys, useHotkeys } from './hotkeys';

const compare = vi.fn();

function Page() {
  useHotkeys({ c: compare });
  return (
    <>
      <input aria-label="search" />
      <input type="checkbox" aria-label="row" />
    </>
  );
}

beforeEach(() => {
  compare.mockClear();
  setHotkeys(true);
});

test.each([
  ['on the page', async () => userEvent.keyboard('c'), 1],
  ['as a capital', async () => userEvent.keyboard('{Shift>}C{/Shift}'), 1],
  ['on a checkbox', async () => userEvent.type(screen.getByLabelText('row'), 'c', { skipClick: true }), 1],
  ['in a field', async () => userEvent.type(screen.getByLabelText('search'), 'c'), 0],
  ['with Ctrl', async () => userEvent.keyboard('{Control>}c{/Control}'), 0],
  [
    'while composing',
    async () => void window.dispatchEvent(new KeyboardEvent('keydown', { key: 'c', isComposing: true })),
    0,
  ],
])('%s', async (_, press, times) => {
  render(<Page />);
  await press();
  expect(compare).toHaveBeenCalledTimes(times);
});

test('they can be turned off', async () => {
  setHotkeys(false);
  render(<Page />);
  await userEvent.keyboard('c');
  expect(compare).not.toHaveBeenCalled();
});
