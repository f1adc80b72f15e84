import type { Comment, Recognition } from '../../api/types';

/** Words of thanks, from a patient or a colleague. */
export interface Praise {
  key: string;
  words: string;
  from?: string; // a colleague; patients are never named
  title?: Recognition['title']; // the standard it is about
  themes: string[];
  month: string; // 2026-10: patients' words have no day
  day?: string;
}

/** The praise of patients and colleagues month by month, the latest first; within a month colleagues first, by day. */
export function praiseOf(thanks: readonly Comment[], recognitions: readonly Recognition[]): [string, Praise[]][] {
  const all: Praise[] = [
    ...recognitions
      .filter((r) => !r.withdrawnAt)
      .map((r) => ({
        key: `colleague-${r.id}`,
        words: r.words,
        from: r.fromName,
        themes: [],
        month: r.at.slice(0, 7),
        day: r.at,
        ...(r.title && { title: r.title }),
      })),
    ...thanks
      .filter((c) => c.words !== '')
      .map((c) => ({ key: `patient-${c.id}`, words: c.words, themes: c.themes, month: c.month })),
  ];
  const months = new Map<string, Praise[]>();
  for (const praise of all.sort(byTime)) months.set(praise.month, [...(months.get(praise.month) ?? []), praise]);
  return [...months];
}

const byTime = (a: Praise, b: Praise) => b.month.localeCompare(a.month) || (b.day ?? '').localeCompare(a.day ?? '');
