import { expect, test } from 'vitest';
import { changeSince } from './change';

const month = (score: number, half: number) => ({ shown: true, score, low: score - half, high: score + half });

test.each([
  ['more than chance, up', month(700000, 20000), month(760000, 20000), { verdict: 'up', difference: 60000 }],
  ['more than chance, down', month(760000, 20000), month(700000, 20000), { verdict: 'down', difference: -60000 }],
  ['as much, but less sure', month(700000, 80000), month(760000, 80000), { verdict: 'none', difference: 60000 }],
  ['probable is not enough', month(700000, 60000), month(770000, 60000), { verdict: 'none', difference: 70000 }],
  ['nothing', month(700000, 20000), month(700000, 20000), { verdict: 'none', difference: 0 }],
])('%s', (_, before, now, want) => {
  expect(changeSince(before, now)).toEqual(want);
});

test('nothing is compared with what is not shown', () => {
  expect(changeSince(undefined, month(700000, 1))).toBeUndefined();
  expect(changeSince({ shown: false }, month(700000, 1))).toBeUndefined();
  expect(changeSince(month(700000, 1), { shown: false })).toBeUndefined();
});
