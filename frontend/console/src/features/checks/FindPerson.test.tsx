import { screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { beforeAll, beforeEach, expect, test } from 'vitest';
import { startTexts } from '../../i18n/setup';
import type { PlanItem } from '../../lib/field/types';
import { FindPerson } from './FindPerson';
import { person, roster, show } from './fixture';
import { remember } from './recent';
import type { Ward } from './walk';

beforeAll(startTexts);
beforeEach(() => localStorage.clear());

const planned: Ward[] = [
  {
    departmentId: 3,
    open: 1,
    stops: [
      { item: { employeeId: 2, departmentId: 3 } as PlanItem, person: person(2, '王芳'), state: 'open' },
      { item: { employeeId: 3, departmentId: 3 } as PlanItem, person: person(3, '李明'), state: 'done' },
    ],
  },
];

const find = (place?: (typeof roster.places)[number]) =>
  show(
    <FindPerson
      roster={roster}
      wards={planned}
      place={place}
      scan={(on) => <p>camera {on ? 'on' : 'off'}</p>}
      code={<p>code</p>}
    />,
  );

const names = () => screen.getAllByRole('link').map((a) => a.querySelector('b')?.textContent);

test('before anything is typed, the plan’s next and those of late are there, each once', async () => {
  remember(9, 1);
  remember(9, 2);
  await find();
  expect(names()).toEqual(['王芳', '李静']);
  expect(screen.getByText('camera on')).toBeVisible();
});

test('while a name is typed the camera rests; Enter takes whoever is first', async () => {
  const address = await find();
  await userEvent.type(screen.getByRole('searchbox'), 'lijing');
  expect(screen.getByText('camera off')).toBeVisible();
  expect(names()).toEqual(['李静']);
  expect(screen.getByText('1 person found')).toBeInTheDocument();
  await userEvent.keyboard('{Enter}');
  await waitFor(() => expect(address()).toBe('/checks/new?employee=1'));
});

test('a slash leads to the search from anywhere', async () => {
  await find();
  await userEvent.keyboard('/');
  expect(screen.getByRole('searchbox')).toHaveFocus();
});

test('the arrows lead from the field through the people and back', async () => {
  remember(9, 1);
  await find();
  await userEvent.click(screen.getByRole('searchbox'));
  await userEvent.keyboard('{ArrowDown}{ArrowDown}');
  expect(screen.getByRole('link', { name: /李静/ })).toHaveFocus();
  await userEvent.keyboard('{ArrowDown}'); // nobody is below
  expect(screen.getByRole('link', { name: /李静/ })).toHaveFocus();
  await userEvent.keyboard('{ArrowUp}{ArrowUp}');
  expect(screen.getByRole('searchbox')).toHaveFocus();
});

test('nobody is said to be found; oneself is refused kindly, by name and by number', async () => {
  await find();
  await userEvent.type(screen.getByRole('searchbox'), 'zhou');
  expect(screen.getByText('Nobody whom you may observe is found by “zhou”.')).toBeVisible();
  for (const own of ['정서연', 'e1066']) {
    await userEvent.clear(screen.getByRole('searchbox'));
    await userEvent.type(screen.getByRole('searchbox'), own);
    expect(screen.getByText(/That is you/)).toBeVisible();
  }
});

test('in a place that was scanned, who works there is at hand and takes it along', async () => {
  const address = await find(roster.places[0]);
  expect(screen.getByRole('heading', { name: 'Who works in Emergency' })).toBeVisible();
  expect(names()).toEqual(['李静', '王芳', '李明']);
  await userEvent.click(screen.getByRole('link', { name: /王芳/ }));
  await waitFor(() => expect(address()).toBe('/checks/new?employee=2&place=aaaaaaaaaaaaaaaa&department=3'));
});
