import { printed } from '../../lib/field/badge';

/** How many characters a code has. */
export const codeLength = 8;

/** Crockford's base 32: no I, L, O or U. */
const alphabet = /^[0-9A-HJKMNP-TV-Z]*$/;

/** What a field shows while a code is typed: two groups of four. What can be in no code stays, to be seen. */
export function grouped(typed: string): string {
  const code = printed(typed).slice(0, codeLength);
  return code.length > 4 ? `${code.slice(0, 4)} ${code.slice(4)}` : code;
}

/** The first character typed that no code has. */
export const stranger = (typed: string) => [...printed(typed)].find((c) => !alphabet.test(c));

/** Where the caret stands in the grouped text after so many characters of a code. */
export const caretAfter = (characters: number) => (characters > 4 ? characters + 1 : characters);
