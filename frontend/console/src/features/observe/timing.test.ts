import { describe, expect, test } from 'vitest';
import type { DraftFinding, Result } from '../../lib/field/types';
import { addAttempt, timed } from './timing';

const cancelled = (milliseconds: number) => ({ milliseconds, cancelled: 'by mistake' });
const took = (milliseconds: number) => ({ milliseconds });

// The same table as the server's.
test.each<[string, Parameters<typeof timed>[0], Result | undefined]>([
  ['nothing', [], undefined],
  ['only what does not count', [cancelled(900)], undefined],
  ['in time', [took(5000)], 'met'],
  ['all in time', [took(3800), took(4600)], 'met'],
  ['one of two in time', [took(3800), took(7200)], 'partly'],
  ['late', [took(5001)], 'partly'],
  ['late by no more than twice', [took(10_000)], 'partly'],
  ['late by more than twice', [took(10_001)], 'not-met'],
  ['late by more than twice once, once by less', [took(10_001), took(7000)], 'partly'],
  ['late by more than twice once, once in time', [took(10_001), took(3000)], 'partly'],
  ['what does not count decides nothing', [took(3800), cancelled(20_000)], 'met'],
])('%s', (_, attempts, want) => {
  expect(timed(attempts, 5000)).toBe(want);
});

describe('an attempt', () => {
  const finding = (given: Partial<DraftFinding> = {}): DraftFinding => ({
    standard: 'five-second-response',
    attempts: [],
    photos: [],
    ...given,
  });

  test('fills in the answer, and each further one may change it', () => {
    const f = finding();
    addAttempt(f, took(3800), 5000);
    expect(f.result).toBe('met');
    addAttempt(f, took(7200), 5000);
    expect(f).toMatchObject({ result: 'partly', attempts: [took(3800), took(7200)] });
  });

  test('that does not count is kept and changes nothing', () => {
    const f = finding({ result: 'not-seen' });
    addAttempt(f, cancelled(900), 5000);
    expect(f).toMatchObject({ result: 'not-seen', attempts: [cancelled(900)] });
  });

  test('puts an answer given without timing right', () => {
    const f = finding({ result: 'not-applicable', reason: 'no-question-asked' });
    addAttempt(f, took(3800), 5000);
    expect(f).toMatchObject({ result: 'met', reason: undefined });
  });

  test('leaves what was decided against the stopwatch, as long as it is against it', () => {
    const f = finding({ result: 'met', reason: 'pressed too late', attempts: [took(5600)] });
    addAttempt(f, took(7200), 5000);
    expect(f).toMatchObject({ result: 'met', reason: 'pressed too late' });
    const same = finding({ result: 'partly', reason: 'another one answered first', attempts: [took(3000)] });
    addAttempt(same, took(7200), 5000);
    expect(same).toMatchObject({ result: 'partly', reason: undefined });
  });
});
