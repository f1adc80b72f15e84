/** What a session's screen shows, as a phone has read it. */
export interface Seen {
  sessionId: number;
  code: string;
}

const token = /(?:^|#)((\d{1,15})\.\d{1,15}\.[\w-]{16,64})$/;

/** The session and the code in a scanned address, the fragment of this page's own, or the bare token. */
export function seenIn(text: string): Seen | undefined {
  const found = text.length <= 500 ? token.exec(text.trim()) : null;
  return found?.[1] && found[2] ? { sessionId: Number(found[2]), code: found[1] } : undefined;
}

/** A typed code as the screen shows it: in capitals and narrow letters, without what stands between. */
export const typed = (text: string) =>
  text
    .normalize('NFKC')
    .toUpperCase()
    .replace(/[\s\p{Pd}\p{Cc}\p{Cf}]/gu, '');

/** Whether that can be a code: eight characters, none of which looks like another. */
export const isCode = (text: string) => /^[2-9A-HJ-NP-Z]{8}$/.test(typed(text));
