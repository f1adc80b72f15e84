import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { lastPlace, recent, remember, rememberPlace } from './recent';

let kept: Map<string, string>;

beforeEach(() => {
  kept = new Map();
  vi.stubGlobal('localStorage', {
    getItem: (key: string) => kept.get(key) ?? null,
    setItem: (key: string, value: string) => kept.set(key, value),
  });
});

afterEach(() => vi.unstubAllGlobals());

test('the six people observed last are suggested, the latest first, each once, to the account that did', () => {
  for (const id of [1, 2, 3, 4, 5, 6, 7, 3]) remember(9, id);
  expect(recent(9)).toEqual([3, 7, 6, 5, 4, 2]);
  expect(recent(8)).toEqual([]);
});

test('what is in the storage and is no list suggests nobody', () => {
  for (const text of ['{', '{}', '[{"id":1}, "2"]', 'null']) {
    kept.set('wardstar.observed.9', text);
    expect(recent(9)).toEqual([]);
  }
});

test('the place is the last one for the same ward and round', () => {
  rememberPlace(9, { departmentId: 3, place: 'Bed 12', at: 1_000 });
  expect(lastPlace(9, 3, 60_000)).toBe('Bed 12');
  expect(lastPlace(9, 4, 60_000)).toBe('');
  expect(lastPlace(8, 3, 60_000)).toBe('');
  expect(lastPlace(9, 3, 4 * 3600_000)).toBe('');
  expect(lastPlace(9, undefined, 60_000)).toBe('');
});

test('a storage that is forbidden is no reason to fail', () => {
  const forbidden = () => {
    throw new DOMException('', 'SecurityError');
  };
  vi.stubGlobal('localStorage', { getItem: forbidden, setItem: forbidden });
  remember(9, 1);
  rememberPlace(9, { departmentId: 3, place: 'Bed 12', at: 1 });
  expect(recent(9)).toEqual([]);
  expect(lastPlace(9, 3)).toBe('');
});
