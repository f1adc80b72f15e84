import type { Standards } from '../../lib/field/types';

/** What is looked at in a post, as codes in their order: its set, or the principal standards, which hold for everyone. */
export function itemsOf(standards: Standards | undefined, postId: number): string[] {
  if (!standards) return [];
  const set = standards.posts.find((p) => p.postId === postId)?.standards;
  if (!set) return standards.standards.filter((s) => s.principal).map((s) => s.code);
  const codes = new Map(standards.standards.map((s) => [s.id, s.code]));
  return set.flatMap((id) => codes.get(id) ?? []);
}
