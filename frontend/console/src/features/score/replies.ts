import { useMutation } from '@tanstack/react-query';
import { createContext, useContext } from 'react';
import { answer, api } from '../../api/client';
import { queries } from '../../api/queries';
import type { Reply } from '../../api/types';
import { dropDraft, type ReplyDraft } from './draft';

/** What a person has replied to their evidence, and how they may say more. */
export interface Replying {
  replies: Reply[];
  write?: (item: string, about: string) => void; // absent: not theirs, or the month is closed
}

const Context = createContext<Replying>({ replies: [] });

export const ReplyingProvider = Context.Provider;

/** What was replied to an item, and how to reply. */
export function useReplying(item: string) {
  const { replies, write } = useContext(Context);
  return { said: replies.filter((r) => r.item === item), write };
}

/**
 * Stores a reply. Without a network it waits and is sent once there is one; a page that is closed before keeps the
 * words, and their key, for the next time.
 */
export function useReply(period: string, item: string, onStored: () => void) {
  return useMutation({
    mutationFn: ({ key, words }: ReplyDraft) =>
      answer(api.POST('/api/v1/my/replies', { body: { key, period, item, words } })),
    retry: 1,
    onSuccess: async () => {
      dropDraft(period, item);
      await queries.invalidateQueries({ queryKey: ['periods', period, 'scores'] });
      onStored();
    },
  });
}
