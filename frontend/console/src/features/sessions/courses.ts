import type { Course } from '../../api/types';

export const modes = ['internal', 'online', 'external'] as const;
export const levels = ['everyone', 'newcomer', 'senior', 'leader'] as const;
export const categories = [
  'service-skills',
  'communication',
  'etiquette',
  'cases',
  'law-privacy',
  'medical-basics',
  'onboarding',
] as const;

/** Whether a course is meant by some words: in its code or its title, in whatever language. */
export function matches(course: Pick<Course, 'code' | 'title'>, words: string): boolean {
  const fields = [course.code, ...Object.values(course.title as Record<string, string>)].map(fold);
  return fold(words)
    .split(/\s+/)
    .every((word) => fields.some((field) => field.includes(word)));
}

const fold = (text: string) => text.normalize('NFKC').trim().toLowerCase();

/** A code for a course that has none yet: from its English title, else by the time. */
export function codeFrom(title: string, now: number): string {
  const code = title
    .normalize('NFKD')
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '-')
    .replaceAll(/^-+|-+$/g, '')
    .slice(0, 60)
    .replace(/-+$/, '');
  return code || `course-${now.toString(36)}`;
}
