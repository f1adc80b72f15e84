import { screen, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { beforeAll, expect, test } from 'vitest';
import { startTexts } from '../../i18n/setup';
import type { Names } from '../../lib/field/names';
import type { PlanItem } from '../../lib/field/types';
import { person, roster, show } from './fixture';
import { PlanList } from './PlanList';
import type { Stop, Ward } from './walk';

beforeAll(startTexts);

const names: Names = {
  ward: (id) => roster.departments.find((d) => d.id === id)?.name.en ?? '',
  post: () => 'Nurse',
  work: () => 'Nurse · Emergency',
};

const stop = (id: number, item: Partial<PlanItem> = {}, state: Stop['state'] = 'open'): Stop => ({
  item: { employeeId: id, departmentId: 3, why: 'fewest', seen: 1, need: 4, done: false, ...item },
  person: person(id, `N${id}`),
  state,
});

const ward = (...stops: Stop[]): Ward => ({
  departmentId: 3,
  stops,
  open: stops.filter((s) => s.state === 'open').length,
});

const list = (...stops: Stop[]) => show(<PlanList wards={[ward(...stops)]} names={names} />);
const rows = () => screen.getAllByRole('listitem');

test('each says why, how often, since when and which shift is missing; pressed, it begins there', async () => {
  await list(
    stop(1, { lastOn: '2025-11-12', shift: 'night' }),
    stop(2, { why: 'outside', seen: 5 }),
    stop(3, { why: 'double', with: '王秀英' }),
    stop(4, { why: 'double' }),
  );
  const texts = rows().map((row) => row.textContent);
  expect(texts[0]).toContain('Seen 1 of 4 times · last 12 Nov');
  expect(texts[0]).toContain('Seen least · Not yet seen on a night shift');
  expect(texts[1]).toContain('Seen 5 times');
  expect(texts[1]).toContain('From outside your ward');
  expect(texts[2]).toContain('Together with 王秀英');
  expect(texts[3]).toContain('Together with a second observer');
  expect(screen.getByText('4 to go')).toBeVisible();
  expect(within(rows()[0] as HTMLElement).getByRole('link')).toHaveAttribute(
    'href',
    '/checks/new?employee=1&department=3',
  );
});

test('who is done is ticked, and what still waits on the phone says so', async () => {
  await list(stop(1), stop(2, {}, 'waits'), stop(3, { done: true }, 'done'));
  expect(rows()[1]).toHaveTextContent('Done, waits on this phone');
  expect(rows()[2]).toHaveTextContent(/Done$/);
  expect(screen.getAllByRole('link')).toHaveLength(1);
  expect(screen.getByText('1 to go')).toBeVisible();
});

test('of a large ward the first are shown, and the others when asked for', async () => {
  await list(...Array.from({ length: 9 }, (_, i) => stop(i + 1)));
  expect(rows()).toHaveLength(6);
  await userEvent.click(screen.getByRole('button', { name: '3 more' }));
  expect(rows()).toHaveLength(9);
});

test('one more than fits is no reason for a button', async () => {
  await list(...Array.from({ length: 7 }, (_, i) => stop(i + 1)));
  expect(rows()).toHaveLength(7);
});
