import { afterEach, expect, test, vi } from 'vitest';
import { dropDraft, keepDraft, readDraft } from './draft';

afterEach(() => {
  vi.restoreAllMocks();
  sessionStorage.clear();
});

test('words and their key survive a reload, of each item apart', () => {
  const first = readDraft('2026-10', 'finding-7');
  expect(first.words).toBe('');
  keepDraft('2026-10', 'finding-7', { ...first, words: 'I was called away' });
  expect(readDraft('2026-10', 'finding-7')).toEqual({ key: first.key, words: 'I was called away' });
  expect(readDraft('2026-10', 'ratings').words).toBe('');
  expect(readDraft('2026-09', 'finding-7').words).toBe('');
});

test('what is stored, or empty, is forgotten, and the next reply has another key', () => {
  const first = readDraft('2026-10', 'ratings');
  keepDraft('2026-10', 'ratings', { ...first, words: 'x' });
  dropDraft('2026-10', 'ratings');
  const next = readDraft('2026-10', 'ratings');
  expect(next.words).toBe('');
  expect(next.key).not.toBe(first.key);
  keepDraft('2026-10', 'ratings', { ...next, words: ' \n' });
  expect(sessionStorage.length).toBe(0);
});

test('a key is a UUID, what is unreadable is none', () => {
  sessionStorage.setItem('wardstar.reply.2026-10.ratings', '{"words": 4}');
  expect(readDraft('2026-10', 'ratings').key).toMatch(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/);
});

test('without storage one can write all the same', () => {
  vi.spyOn(Storage.prototype, 'setItem').mockImplementation(() => {
    throw new Error('full');
  });
  expect(() => keepDraft('2026-10', 'ratings', { key: 'k', words: 'x' })).not.toThrow();
});
