import { screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { beforeAll, expect, test, vi } from 'vitest';
import { startTexts } from '../../i18n/setup';
import { fingerprint, isOwn } from '../../lib/field/badge';
import { roster, show } from './fixture';
import { ScanTrouble, type Trouble } from './ScanTrouble';

beforeAll(startTexts);

async function trouble(trouble: Trouble, old = false) {
  const onAgain = vi.fn();
  await show(
    <ScanTrouble trouble={trouble} asOf="2025-11-21T10:05:00+08:00" old={old} busy={false} onAgain={onAgain} />,
  );
  return onAgain;
}

test('a code that is none of the hospital’s is said to be one', async () => {
  const onAgain = await trouble('foreign');
  expect(screen.getByText(/does not belong to the hospital/)).toBeVisible();
  expect(screen.queryByRole('button', { name: 'Update the list' })).toBeNull();
  await userEvent.click(screen.getByRole('button', { name: 'Scan again' }));
  expect(onAgain).toHaveBeenCalledTimes(1);
});

test('a badge of nobody leads to a newer list; how old this one is, is said if that may be why', async () => {
  await trouble('unknown', true);
  expect(screen.getByText(/belongs to nobody whom you may observe/)).toBeVisible();
  expect(
    screen.getByText(
      'The list on this phone is of 21 November 2025 10:05. Somebody who is new since then is not on it.',
    ),
  ).toBeVisible();
  expect(screen.getByRole('button', { name: 'Update the list' })).toBeVisible();
});

test('of a list of today it is not said', async () => {
  await trouble('unknown');
  expect(screen.queryByText(/The list on this phone/)).toBeNull();
});

test('one’s own badge is refused kindly', async () => {
  await trouble('yourself');
  expect(screen.getByText(/Nobody observes themselves/)).toBeVisible();
  const own = { ...roster, own: [fingerprint('AGK30MKB')] };
  expect(isOwn(own, 'https://hospital.example/r/agk30mkb')).toBe(true);
  expect(isOwn(own, 'AGK30MKC')).toBe(false);
  expect(isOwn({}, 'AGK30MKB')).toBe(false);
  expect(isOwn(own, 'a menu')).toBe(false);
});
