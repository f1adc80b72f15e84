import { expect, test } from 'vitest';
import type { Part } from './breakdown';
import { mainPart } from './story';

const part = (code: string, value: number): Part => ({ code, value, shown: value, lines: [], sources: [] });

test('what moved most, up or down', () => {
  expect(mainPart({ parts: [part('ratings', 1200), part('audits', -35000)] })?.code).toBe('audits');
  expect(mainPart({ parts: [part('ratings', 9000), part('audits', -8999)] })?.code).toBe('ratings');
});

test('what rounds to nothing is no story', () => {
  expect(mainPart({ parts: [part('ratings', 499), part('audits', -10)] })).toBeUndefined();
  expect(mainPart({ parts: [] })).toBeUndefined();
});
