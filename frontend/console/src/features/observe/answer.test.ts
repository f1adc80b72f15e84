import { describe, expect, test } from 'vitest';
import type { Draft, DraftFinding, FieldStandard } from '../../lib/field/types';
import { changeItem, choose, counts, finish, type Missing, missing, overrules } from './answer';

const judged = { code: 'ask-first', measure: 'judged' } as FieldStandard;
const timedOne = { code: 'five-second-response', measure: 'seconds', targetMs: 5000 } as FieldStandard;

const finding = (given: Partial<DraftFinding> = {}): DraftFinding => ({
  standard: 'ask-first',
  attempts: [],
  photos: [],
  ...given,
});

const took = (milliseconds: number) => [{ milliseconds }];

test.each<[string, Partial<DraftFinding>, FieldStandard | undefined, Missing[]]>([
  ['no answer', {}, judged, []],
  ['met', { result: 'met' }, judged, []],
  ['a deduction without an instance', { result: 'partly' }, judged, ['note']],
  ['a deduction with blanks for an instance', { result: 'not-met', note: ' \n' }, judged, ['note']],
  ['a deduction with an instance', { result: 'not-met', note: '10:53, bed 12: no look' }, judged, []],
  ['not applicable without a reason', { result: 'not-applicable' }, judged, ['reason']],
  ['not applicable', { result: 'not-applicable', reason: 'phone-only' }, judged, []],
  ['not seen', { result: 'not-seen' }, judged, []],
  ['met without timing', { result: 'met' }, timedOne, ['attempt']],
  ['partly without timing', { result: 'partly' }, timedOne, ['attempt', 'note']],
  ['not seen without timing', { result: 'not-seen' }, timedOne, []],
  ['as timed', { result: 'met', attempts: took(3800) }, timedOne, []],
  ['against the stopwatch', { result: 'met', attempts: took(7200) }, timedOne, ['why']],
  [
    'against the stopwatch, with a reason',
    { result: 'met', reason: 'pressed late', attempts: took(7200) },
    timedOne,
    [],
  ],
  ['timed, then said not to have been seen', { result: 'not-seen', attempts: took(7200) }, timedOne, ['why']],
  ['a standard that this phone does not know', { result: 'partly' }, undefined, ['note']],
])('%s', (_, given, standard, want) => {
  expect(missing(finding(given), standard)).toEqual(want);
});

describe('another answer', () => {
  test('takes the reason of the one before with it, not the words', () => {
    const f = finding({ result: 'not-applicable', reason: 'phone-only', note: 'on the line for ten minutes' });
    choose(f, 'met');
    expect(f).toMatchObject({ result: 'met', reason: undefined, note: 'on the line for ten minutes' });
  });

  test('that is the same again keeps its reason', () => {
    const f = finding({ result: 'not-applicable', reason: 'phone-only' });
    choose(f, 'not-applicable');
    expect(f.reason).toBe('phone-only');
    choose(f, 'not-applicable', 'handling-emergency');
    expect(f.reason).toBe('handling-emergency');
  });
});

test('only the stopwatch can be overruled', () => {
  expect(overrules(finding({ attempts: took(3800) }), 'partly', timedOne)).toBe(true);
  expect(overrules(finding({ attempts: took(3800) }), 'met', timedOne)).toBe(false);
  expect(overrules(finding(), 'partly', timedOne)).toBe(false);
  expect(overrules(finding({ attempts: took(3800) }), 'partly', judged)).toBe(false);
});

test('what nobody answered was not seen', () => {
  const draft = { findings: [finding(), finding({ result: 'met' })] } as Draft;
  finish(draft);
  expect(draft.findings.map((f) => f.result)).toEqual(['not-seen', 'met']);
});

test('answers are counted, open ones apart', () => {
  expect(counts([finding(), finding({ result: 'met' }), finding({ result: 'met' })])).toMatchObject({
    met: 2,
    open: 1,
  });
});

describe('the observation ends with', () => {
  const check = (): Draft =>
    ({ startedAt: '2026-11-22T10:00:00Z', findings: [finding({ result: 'met' })] }) as Partial<Draft> as Draft;
  test.each<[string, (f: DraftFinding) => void, string, string | undefined]>([
    ['an answer', (f) => choose(f, 'partly'), '2026-11-22T10:05:00Z', '2026-11-22T10:05:00Z'],
    ['a measurement', (f) => void f.attempts.push({ milliseconds: 1 }), '2026-11-22T10:05:00Z', '2026-11-22T10:05:00Z'],
    ['no words', (f) => void Object.assign(f, { note: 'bed 12' }), '2026-11-22T10:05:00Z', undefined],
    ['not the same answer again', (f) => choose(f, 'met'), '2026-11-22T10:05:00Z', undefined],
    ['nothing that is put right the next day', (f) => choose(f, 'partly'), '2026-11-23T10:00:00Z', undefined],
  ])('%s', (_, mutate, now, want) => {
    const draft = check();
    changeItem(draft, 'ask-first', mutate, now);
    expect(draft.answeredAt).toBe(want);
  });
});

describe('the observation begins with', () => {
  test.each<[string, Partial<DraftFinding>, (f: DraftFinding) => void, string, string]>([
    ['its start, where the first answer comes within the hour', {}, (f) => choose(f, 'met'), '11:00', '10:00'],
    ['the first answer that comes after more than an hour', {}, (f) => choose(f, 'met'), '11:01', '11:01'],
    ['the first measurement, too', {}, (f) => void f.attempts.push({ milliseconds: 1 }), '23:30', '23:30'],
    ['no words', {}, (f) => void Object.assign(f, { note: 'bed 12' }), '11:01', '10:00'],
    ['no second answer', { result: 'met' }, (f) => choose(f, 'partly'), '11:01', '10:00'],
    ['no answer after a measurement', { attempts: took(1) }, (f) => choose(f, 'partly'), '11:01', '10:00'],
  ])('%s', (_, given, mutate, now, want) => {
    const at = (time: string) => `2026-11-22T${time}:00Z`;
    const draft = { startedAt: at('10:00'), findings: [finding(given)] } as Partial<Draft> as Draft;
    changeItem(draft, 'ask-first', mutate, at(now));
    expect(draft.startedAt).toBe(at(want));
  });

  test('the first answer of the next day, which ends it, too', () => {
    const draft = { startedAt: '2026-11-22T10:00:00Z', findings: [finding()] } as Partial<Draft> as Draft;
    changeItem(draft, 'ask-first', (f) => choose(f, 'met'), '2026-11-23T10:00:00Z');
    expect(draft).toMatchObject({ startedAt: '2026-11-23T10:00:00Z', answeredAt: '2026-11-23T10:00:00Z' });
  });
});
