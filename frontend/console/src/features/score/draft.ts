import { uuid } from '../../lib/field/uuid';

/** A reply that is being written. Its key stays the same until it is stored: sent twice, it is one reply. */
export interface ReplyDraft {
  key: string;
  words: string;
}

const place = (period: string, item: string) => `wardstar.reply.${period}.${item}`;

/** What was written to an item and not stored yet, also if the page was loaded again. */
export function readDraft(period: string, item: string): ReplyDraft {
  try {
    const kept = JSON.parse(sessionStorage.getItem(place(period, item)) ?? 'null') as Partial<ReplyDraft> | null;
    if (typeof kept?.key === 'string' && typeof kept.words === 'string') return { key: kept.key, words: kept.words };
  } catch {
    // Unreadable, or storage is forbidden: a new one.
  }
  return { key: uuid(), words: '' };
}

/** Keeps it; nothing written is nothing kept. */
export function keepDraft(period: string, item: string, draft: ReplyDraft) {
  try {
    if (draft.words.trim() === '') sessionStorage.removeItem(place(period, item));
    else sessionStorage.setItem(place(period, item), JSON.stringify(draft));
  } catch {
    // Storage is forbidden: the words stay as long as the sheet.
  }
}

/** Forgets it: it is stored. */
export const dropDraft = (period: string, item: string) => keepDraft(period, item, { key: '', words: '' });
