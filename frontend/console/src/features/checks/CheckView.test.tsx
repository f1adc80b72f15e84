import 'fake-indexeddb/auto';
import { screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { beforeAll, beforeEach, expect, test, vi } from 'vitest';
import { queries } from '../../api/queries';
import { startTexts } from '../../i18n/setup';
import { CheckView } from './CheckView';
import { show } from './fixture';
import type { Finding, SpotCheck } from './types';

beforeAll(startTexts);

/** What the server was asked, and how it answers a void. */
const asked: string[] = [];
let answer: [number, object] = [200, {}];

beforeEach(() => {
  asked.length = 0;
  answer = [200, {}];
  queries.clear();
  HTMLDialogElement.prototype.showModal = function () {
    this.open = true;
  };
  HTMLDialogElement.prototype.close = function () {
    this.open = false;
  };
  vi.stubGlobal('fetch', async (input: Request | string) => {
    if (!(input instanceof Request) || input.method === 'GET') return new Response('{}', { status: 404 });
    asked.push(`${input.method} ${new URL(input.url).pathname} ${await input.text()}`);
    return new Response(JSON.stringify(answer[1]), {
      status: answer[0],
      headers: { 'Content-Type': 'application/json' },
    });
  });
});

const finding = (id: number, more: Partial<Finding>): Finding => ({
  id,
  standardId: id,
  standard: `s${id}`,
  version: 1,
  title: { en: `Standard ${id}` },
  measure: 'judged',
  result: 'met',
  reason: '',
  note: '',
  attempts: [],
  photos: [],
  ...more,
});

const check: SpotCheck = {
  id: 5,
  key: 'k',
  employeeId: 1,
  employeeName: '李静',
  postCode: 'nurse',
  departmentId: 3,
  departmentName: { en: 'Emergency' },
  observerId: 66,
  observerName: '정서연',
  outside: true,
  mode: 'unannounced',
  shift: 'night',
  place: 'Bed 12',
  startedAt: '2026-11-22T15:55:00Z',
  finishedAt: '2026-11-22T16:01:00Z',
  recordedAt: '2026-11-22T16:02:00Z',
  skewMs: 720_000,
  met: 1,
  partly: 1,
  notMet: 0,
  notSeen: 1,
  notApplicable: 0,
  mayVoid: true,
  voidUntil: '2026-11-22T17:02:00Z',
  findings: [
    finding(1, {}),
    finding(2, {
      result: 'partly',
      note: 'second call answered late',
      measure: 'seconds',
      targetMs: 5000,
      attempts: [
        { milliseconds: 3800 },
        { milliseconds: 900, cancelled: 'pressed by mistake' },
        { milliseconds: 5040 },
      ],
    }),
    finding(3, { result: 'not-seen', photosDeleted: 2 }),
  ],
};

test('who, when and where, in the hospital’s time; what the phone’s clock had wrong', async () => {
  await show(<CheckView check={check} />);
  expect(screen.getByText('22 November 2026 at 23:55–23 November 2026 at 00:01')).toBeVisible();
  expect(screen.getByText('Emergency · Bed 12')).toBeVisible();
  expect(screen.getByText('정서연 · from outside the ward')).toBeVisible();
  expect(screen.getByText('The phone’s clock was 12 minutes ahead; the times are put right.')).toBeVisible();
});

test.each([
  [-180_000, 'The phone’s clock was 3 minutes behind; the times are put right.'],
  [59_000, null],
])('a clock that is off by %d ms', async (skewMs, want) => {
  await show(<CheckView check={{ ...check, skewMs }} />);
  if (want) expect(screen.getByText(want)).toBeVisible();
  else expect(screen.queryByText(/phone’s clock/)).toBeNull();
});

test('each finding has its result, all times that were taken, and the words', async () => {
  await show(<CheckView check={check} />);
  const row = screen.getByRole('heading', { name: 'Standard 2' }).closest('li') as HTMLElement;
  expect(within(row).getByText('Partly')).toBeVisible();
  expect(within(row).getByRole('list', { name: 'Stopwatch' })).toHaveTextContent(
    '3.8 s0.9 s, not counted: pressed by mistake5.04 starget 5 s', // what was late by little looks late
  );
  expect(within(row).getByText('second call answered late')).toBeVisible();
  expect(
    screen.getByText('1 of 2 items met, 1 partly, 0 not. 1 item says nothing: it did not come up or does not apply.'),
  ).toBeVisible();
  expect(screen.getByText(/2 photos were deleted/)).toBeVisible();
});

const open = () => userEvent.click(screen.getByRole('button', { name: 'Void' }));
const confirm = () => userEvent.click(screen.getByRole('button', { name: 'Void the check' }));

test('to void asks for a reason, and sends it', async () => {
  answer = [200, { ...check, mayVoid: false, voidedAt: '2026-11-22T16:10:00Z', voidedBy: 'observer', voidReason: 'x' }];
  await show(<CheckView check={check} />);
  expect(screen.getByText('Yourself until 01:02; later the quality office.')).toBeVisible();
  await open();
  await confirm();
  expect(screen.getByText('Say why it shall not count.')).toBeVisible();
  expect(asked).toEqual([]);
  await userEvent.type(screen.getByLabelText('Why it shall not count'), '  the wrong person ');
  await confirm();
  await waitFor(() => expect(asked).toEqual(['POST /api/v1/spot-checks/5/void {"reason":"the wrong person"}']));
  await waitFor(() => expect(screen.queryByRole('button', { name: 'Void the check' })).toBeNull());
});

test('a void that is refused is said, and the words stay', async () => {
  answer = [403, { code: 'forbidden', message: 'an hour is over' }];
  await show(<CheckView check={check} />);
  await open();
  await userEvent.type(screen.getByLabelText('Why it shall not count'), 'late');
  await confirm();
  expect(await screen.findByText(/an hour has passed/)).toBeVisible();
  expect(screen.getByLabelText('Why it shall not count')).toHaveValue('late');
});

test('one that is void says so, by whom and why, and is voided no more', async () => {
  await show(
    <CheckView
      check={{
        ...check,
        mayVoid: false,
        voidedAt: '2026-11-22T16:10:00Z',
        voidedBy: 'head',
        voidReason: 'the wrong person',
      }}
    />,
  );
  expect(screen.getByText('Voided on 23 November 2026 at 00:10 by head. It counts for nothing.')).toBeVisible();
  expect(screen.getByText('Reason: the wrong person')).toBeVisible();
  expect(screen.queryByRole('button', { name: 'Void' })).toBeNull();
});

test('after the hour its observer is told who can still void it; others are not', async () => {
  await show(<CheckView check={{ ...check, mayVoid: false, voidUntil: undefined }} />);
  expect(screen.getByText('Only the quality office can void it now.')).toBeVisible();
});

test('a reader who did not observe is offered nothing', async () => {
  await show(<CheckView check={{ ...check, mayVoid: false, voidUntil: undefined, observerId: 7 }} />);
  expect(screen.queryByText(/void/i)).toBeNull();
});
