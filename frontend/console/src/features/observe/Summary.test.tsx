import { screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { beforeAll, expect, test, vi } from 'vitest';
import { startTexts } from '../../i18n/setup';
import type { Draft, DraftFinding } from '../../lib/field/types';
import { draw, judged, timedStandard } from './fixture';
import { Summary } from './Summary';

beforeAll(async () => {
  window.scrollTo = () => {};
  await startTexts();
});

const finding = (given: Partial<DraftFinding>): DraftFinding => ({
  standard: judged.code,
  attempts: [],
  photos: [],
  ...given,
});

function drawSummary(findings: DraftFinding[], onSave = vi.fn(async () => {})) {
  const draft = { key: 'a-check', at: findings.length, findings } as Partial<Draft> as Draft;
  const onGo = vi.fn();
  const onChange = vi.fn(async (mutate: (draft: Draft) => void) => {
    mutate(draft);
    return true;
  });
  draw(
    <Summary
      {...{ draft, onGo, onChange, onSave }}
      standards={new Map([judged, timedStandard].map((s) => [s.code, s]))}
      where="Ward"
      who="Li Jing"
      name="Li Jing"
      onItems={() => {}}
      onClose={() => {}}
    />,
  );
  return { draft, onGo, onSave };
}

const save = () => userEvent.click(screen.getByRole('button', { name: 'Save' }));

test('what was answered is counted; what was not is said to become not seen', async () => {
  const { onSave } = drawSummary([finding({ result: 'met' }), finding({ standard: timedStandard.code })]);
  expect(screen.getByText('1 item has no answer and is saved as “not seen”.')).toBeInTheDocument();
  await save();
  expect(onSave).toHaveBeenCalledTimes(1);
});

test('what is missing is listed, one press away, and nothing is saved without it', async () => {
  const { onGo, onSave } = drawSummary([finding({ result: 'met' }), finding({ result: 'partly' })]);
  await save();
  expect(onSave).not.toHaveBeenCalled();
  expect(screen.getByRole('alert')).toHaveTextContent('Something is still missing');
  expect(screen.getByRole('region', { name: 'Before it can be saved' })).toHaveFocus();
  await userEvent.click(screen.getByRole('button', { name: /no deduction without an instance/ }));
  expect(onGo).toHaveBeenCalledWith(1);
});

test('a check in which nothing was answered says nothing, and is not saved', async () => {
  const { onSave } = drawSummary([finding({}), finding({ standard: timedStandard.code })]);
  await save();
  expect(onSave).not.toHaveBeenCalled();
  expect(screen.getByRole('alert')).toHaveTextContent('Answer at least one item first.');
});

test('a phone that cannot save says so, and keeps everything', async () => {
  drawSummary([finding({ result: 'met' })], vi.fn().mockRejectedValue(new DOMException('', 'QuotaExceededError')));
  await save();
  expect(await screen.findByRole('alert')).toHaveTextContent('could not save');
});

test('thanks are kept as they are typed', async () => {
  const { draft } = drawSummary([finding({ result: 'met' })]);
  await userEvent.type(screen.getByLabelText(/Thanks to Li Jing/), 'Kind');
  expect(draft.thanks).toBe('Kind');
});

test('what stands behind an answer is listed with it', () => {
  drawSummary([
    finding({ result: 'not-applicable', reason: 'phone-only', photos: ['a'] }),
    finding({
      standard: timedStandard.code,
      result: 'met',
      reason: 'I pressed too late',
      attempts: [{ milliseconds: 5300 }, { milliseconds: 900, cancelled: 'by mistake' }],
    }),
  ]);
  expect(screen.getByText('Served by phone only · 1 photo')).toBeInTheDocument();
  expect(screen.getByText('5.3 s · I pressed too late')).toBeInTheDocument();
});
