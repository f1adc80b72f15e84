import { screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { startTexts } from '../../i18n/setup';
import { dialogs, drawItem, judged } from './fixture';
import { setAdvances } from './setting';

beforeAll(async () => {
  dialogs();
  window.scrollTo = () => {};
  await startTexts();
});
beforeEach(() => setAdvances(false));

const radio = (name: string) => screen.getByRole('radio', { name });
const button = (name: string | RegExp) => screen.getByRole('button', { name });

describe('the answers', () => {
  test('are kept as they are tapped; the chosen one, tapped again, goes on', async () => {
    const { finding, onNext } = drawItem(judged);
    await userEvent.click(radio('Met'));
    expect(finding().result).toBe('met');
    expect(radio('Met')).toBeChecked();
    expect(onNext).not.toHaveBeenCalled();
    await userEvent.click(radio('Met'));
    expect(onNext).toHaveBeenCalledWith(true);
  });

  test('go on by themselves after Met, for those who want that', async () => {
    setAdvances(true);
    const { finding, onNext } = drawItem(judged);
    await userEvent.click(radio('Met'));
    expect(finding().result).toBe('met');
    expect(onNext).toHaveBeenCalledTimes(1);
  });

  test('are not chosen by the arrows that pass by', async () => {
    const { finding } = drawItem(judged);
    radio('Met').focus();
    await userEvent.keyboard('{ArrowRight}{ArrowRight}');
    expect(radio('Not met')).toHaveFocus();
    expect(finding().result).toBeUndefined();
    await userEvent.keyboard(' ');
    expect(finding().result).toBe('not-met');
  });
});

describe('a deduction', () => {
  test('asks for the instance at once, and keeps each letter', async () => {
    const { finding } = drawItem(judged);
    await userEvent.click(radio('Partly'));
    await userEvent.type(screen.getByLabelText('What happened'), 'bed 12');
    expect(finding()).toMatchObject({ result: 'partly', note: 'bed 12' });
  });

  test('may begin with the words of the standard', async () => {
    const { finding } = drawItem(judged);
    await userEvent.click(radio('Not met'));
    await userEvent.click(button('Begin with the standard’s words'));
    expect(finding().note).toMatch(/^\d\d:\d\d Asks nothing\.$/);
  });

  test('without one lists what is missing when Next is pressed, and goes on when it is pressed again', async () => {
    const { onNext } = drawItem(judged, { result: 'partly' });
    await userEvent.click(button('Next item'));
    expect(screen.getByRole('alert')).toHaveTextContent('no deduction without an instance');
    expect(onNext).not.toHaveBeenCalled();
    await userEvent.click(button('Next item'));
    expect(onNext).toHaveBeenCalledTimes(1);
  });

  test('says so, too, when its words are left empty', async () => {
    drawItem(judged);
    await userEvent.click(radio('Partly'));
    await userEvent.click(button('Done'));
    expect(screen.getByRole('alert')).toHaveTextContent('Say what you saw');
    await userEvent.click(button('Do it now'));
    expect(screen.getByLabelText('What happened')).toBeInTheDocument();
  });
});

describe('what cannot be judged', () => {
  test.each<[string, () => Promise<void>, object]>([
    ['was not seen', () => userEvent.click(button(/did not come up/)), { result: 'not-seen', reason: undefined }],
    [
      'does not apply, for a reason of the standard',
      () => userEvent.click(button('Served by phone only')),
      { result: 'not-applicable', reason: 'phone-only' },
    ],
    [
      'does not apply, for a reason of one’s own',
      async () => {
        await userEvent.type(screen.getByLabelText(/own words/), ' fire drill ');
        await userEvent.click(button('Use this reason'));
      },
      { result: 'not-applicable', reason: 'other: fire drill' },
    ],
  ])('%s', async (_, choose, want) => {
    const { finding } = drawItem(judged);
    await userEvent.click(radio('Can’t judge'));
    await choose();
    expect(finding()).toMatchObject(want);
  });

  test('shows its reason beside the item', () => {
    drawItem(judged, { result: 'not-applicable', reason: 'phone-only' });
    expect(button(/Reason.*Served by phone only/)).toBeInTheDocument();
  });
});
