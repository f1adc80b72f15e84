import { expect, test } from 'vitest';
import type { Comment, Recognition } from '../../api/types';
import { praiseOf } from './praise';

const thanks = (id: number, month: string, words = `thanks ${id}`): Comment => ({
  id,
  month,
  words,
  tags: [],
  themes: ['attitude'],
});
const colleague = (id: number, at: string, more: Partial<Recognition> = {}) =>
  ({ id, at, words: `well done ${id}`, fromName: 'Kim', ...more }) as Recognition;

test('by month, the latest first; colleagues before patients, whose words have no day', () => {
  const got = praiseOf(
    [thanks(1, '2026-09'), thanks(2, '2026-10')],
    [colleague(3, '2026-10-04T08:00:00Z'), colleague(4, '2026-10-20T08:00:00Z'), colleague(5, '2026-11-01T08:00:00Z')],
  );
  expect(got.map(([month, list]) => [month, list.map((p) => p.key)])).toEqual([
    ['2026-11', ['colleague-5']],
    ['2026-10', ['colleague-4', 'colleague-3', 'patient-2']],
    ['2026-09', ['patient-1']],
  ]);
});

test('what was withdrawn, or has no words, is not there', () => {
  expect(
    praiseOf(
      [thanks(1, '2026-10', '')],
      [colleague(2, '2026-10-04T08:00:00Z', { withdrawnAt: '2026-10-04T09:00:00Z' })],
    ),
  ).toEqual([]);
});
