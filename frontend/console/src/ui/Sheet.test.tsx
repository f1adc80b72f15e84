import { fireEvent, render, screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { beforeAll, expect, test, vi } from 'vitest';
import { startTexts } from '../i18n/setup';
import { Sheet } from './Sheet';

beforeAll(async () => {
  HTMLDialogElement.prototype.showModal = function () {
    this.open = true;
  };
  HTMLDialogElement.prototype.close = function () {
    this.open = false;
  };
  await startTexts();
});

function draw(form: boolean) {
  const onClose = vi.fn();
  render(
    <Sheet form={form} title="Why" onClose={onClose}>
      <textarea aria-label="Words" />
    </Sheet>,
  );
  return { onClose, sheet: screen.getByRole('dialog', { name: 'Why' }), words: screen.getByRole('textbox') };
}

const click = (at: Element) => {
  fireEvent.pointerDown(at);
  fireEvent.click(at);
};

test('is open once it is drawn, and its title has the focus', () => {
  const { sheet } = draw(false);
  expect(sheet).toHaveAttribute('open');
  expect(screen.getByRole('heading', { name: 'Why' })).toHaveFocus();
});

test('is closed by its button, by Esc and by a press beside it', async () => {
  const { onClose, sheet } = draw(true);
  await userEvent.click(screen.getByRole('button', { name: 'Close' }));
  expect(onClose).toHaveBeenCalledTimes(1);
  fireEvent(sheet, new Event('cancel', { cancelable: true }));
  expect(onClose).toHaveBeenCalledTimes(2);
  click(sheet);
  expect(onClose).toHaveBeenCalledTimes(3);
});

test('stays when words are marked from within it to beside it', () => {
  const { onClose, sheet, words } = draw(false);
  fireEvent.pointerDown(words);
  fireEvent.click(sheet);
  expect(onClose).not.toHaveBeenCalled();
});

test.each([
  [true, 0],
  [false, 1],
])('a press beside what was written in loses nothing of a form (%s)', async (form, times) => {
  const { onClose, sheet, words } = draw(form);
  await userEvent.type(words, 'bed 12');
  click(sheet);
  expect(onClose).toHaveBeenCalledTimes(times);
});
