import type { Comment } from '../../api/types';

/** What comments are about, the most frequent first; of equals the one that came first. */
export function themesByCount(comments: readonly Pick<Comment, 'themes'>[]): { code: string; n: number }[] {
  const counts = new Map<string, number>();
  for (const code of comments.flatMap((c) => c.themes)) counts.set(code, (counts.get(code) ?? 0) + 1);
  return [...counts].map(([code, n]) => ({ code, n })).sort((a, b) => b.n - a.n);
}
