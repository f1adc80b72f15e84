import { useMemo } from 'react';
import { useLocalized } from '../session';
import type { Person, Roster } from './types';

type Named = Pick<Roster, 'departments' | 'posts'>;

/** The names of wards and posts in the reader's language. What the roster does not know has none. */
export function useNames(roster: Named | undefined) {
  const text = useLocalized();
  return useMemo(() => {
    const wards = new Map(roster?.departments.map((d) => [d.id, text(d.name)]));
    const posts = new Map(roster?.posts.map((p) => [p.id, text(p.name)]));
    const ward = (id: number | undefined) => wards.get(id ?? 0) ?? '';
    const post = (id: number | undefined) => posts.get(id ?? 0) ?? '';
    return {
      ward,
      post,
      /** As what and where somebody works: by their posting there, else by their first. */
      work: (person: Person, departmentId?: number) => {
        const at = person.postings.find((p) => p.departmentId === departmentId) ?? person.postings[0];
        return [post(at?.postId), ward(at?.departmentId)].filter(Boolean).join(' · ');
      },
    };
  }, [roster, text]);
}

export type Names = ReturnType<typeof useNames>;
