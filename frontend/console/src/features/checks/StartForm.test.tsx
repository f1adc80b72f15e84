import { screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { afterEach, beforeAll, beforeEach, expect, test, vi } from 'vitest';
import { startTexts } from '../../i18n/setup';
import type { Names } from '../../lib/field/names';
import type { Draft, Person } from '../../lib/field/types';
import { person, roster, show } from './fixture';
import { type Beginning, StartForm } from './StartForm';

beforeAll(startTexts);
beforeEach(() => vi.useFakeTimers({ toFake: ['Date'], now: new Date('2026-11-22T16:30:00+08:00') }));
afterEach(() => vi.useRealTimers());

const names = {
  ward: (id) => roster.departments.find((d) => d.id === id)?.name.en ?? '',
  post: (id) => roster.posts.find((p) => p.id === id)?.name.en ?? '',
} as Names;

interface More {
  who?: Person;
  departmentId?: number;
  draft?: Draft;
  items?: number;
  fails?: boolean;
}

async function form({ who = person(1, '李静'), departmentId, draft, items = 12, fails }: More = {}) {
  const onStart = vi.fn(async (_: Beginning) => {
    if (fails) throw new Error('full');
  });
  await show(
    <StartForm
      person={who}
      names={names}
      departmentId={departmentId}
      place="Bed 12"
      draft={draft}
      items={() => items}
      onStart={onStart}
    />,
  );
  return onStart;
}

const start = () => userEvent.click(screen.getByRole('button', { name: /^Start/ }));

test('one press starts a round, in the shift of the hospital’s hour, where the observer is', async () => {
  const onStart = await form();
  await start();
  expect(onStart.mock.calls).toEqual([
    [{ departmentId: 3, postId: 1, mode: 'round', shift: 'evening', place: 'Bed 12' }],
  ]);
});

test('a second press while it is being stored starts no second check', async () => {
  const onStart = await form();
  await userEvent.dblClick(screen.getByRole('button', { name: /^Start/ }));
  expect(onStart).toHaveBeenCalledTimes(1);
});

test('what is chosen is what begins', async () => {
  const onStart = await form();
  await userEvent.click(screen.getByRole('radio', { name: 'Unannounced' }));
  await userEvent.click(screen.getByRole('radio', { name: 'Night' }));
  await userEvent.clear(screen.getByLabelText('Place'));
  await userEvent.type(screen.getByLabelText('Place'), ' Counter 3 ');
  await start();
  expect(onStart).toHaveBeenCalledWith(
    expect.objectContaining({ mode: 'unannounced', shift: 'night', place: 'Counter 3' }),
  );
});

const twice = person(1, '李静', {
  postings: [
    { departmentId: 3, postId: 1 },
    { departmentId: 4, postId: 2 },
  ],
});

test('who works in two places is observed where the observer is', async () => {
  const onStart = await form({ who: twice, departmentId: 4 });
  expect(screen.getByLabelText('Observed as')).toHaveDisplayValue('Doctor · Surgery');
  await start();
  expect(onStart).toHaveBeenCalledWith(expect.objectContaining({ departmentId: 4, postId: 2 }));
});

test('or where the observer says', async () => {
  const onStart = await form({ who: twice });
  await userEvent.selectOptions(screen.getByLabelText('Observed as'), 'Doctor · Surgery');
  await start();
  expect(onStart).toHaveBeenCalledWith(expect.objectContaining({ departmentId: 4, postId: 2 }));
});

test('a place that the server would refuse is refused here', async () => {
  const onStart = await form();
  await userEvent.click(screen.getByLabelText('Place'));
  await userEvent.paste('x'.repeat(200));
  expect(screen.getByText('At most 200 characters.')).toBeVisible();
  await start();
  expect(onStart).not.toHaveBeenCalled();
});

test('a check that was begun is gone on with first', async () => {
  const draft = {
    key: 'k',
    startedAt: '2026-11-22T10:52:00+08:00',
    findings: [{ standard: 'a', result: 'met' }, { standard: 'b' }],
  } as Draft;
  await form({ draft });
  expect(screen.getByText('You began to observe them at 10:52: 1 of 2.')).toBeVisible();
  expect(screen.getByRole('link', { name: 'Go on' })).toHaveAttribute('href', '/checks/k');
  expect(screen.getByRole('button', { name: /^Begin anew/ })).toBeVisible();
});

test('without standards nothing begins, and it is said why', async () => {
  const onStart = await form({ items: 0 });
  expect(screen.getByText(/no standards for this post/)).toBeVisible();
  await start();
  expect(onStart).not.toHaveBeenCalled();
});

test('a phone that cannot store the check says so, and lets it be tried again', async () => {
  const onStart = await form({ fails: true });
  await start();
  expect(await screen.findByRole('alert')).toHaveTextContent('could not store');
  await start();
  expect(onStart).toHaveBeenCalledTimes(2);
});
