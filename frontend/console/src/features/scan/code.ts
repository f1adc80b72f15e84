/** How many characters a code has. */
export const codeLength = 8;

/** Crockford's base 32: no I, L, O or U. The server's feedback.ParseCode reads codes in the same way. */
const alphabet = /^[0-9A-HJKMNP-TV-Z]*$/;

/** A code as it is printed: in capitals, without spaces and dashes, in narrow letters, O and I read as the digits. */
export const normal = (typed: string) =>
  typed
    .normalize('NFKC')
    .toUpperCase()
    .replace(/[\s\p{Pd}\p{Cc}\p{Cf}]/gu, '')
    .replaceAll('O', '0')
    .replace(/[IL]/g, '1');

/** The code in full, if it is one. */
export function parse(typed: string): string | undefined {
  if (typed.length > 200) return undefined; // more than a code has in any spelling
  const code = normal(typed);
  return code.length === codeLength && alphabet.test(code) ? code : undefined;
}

/** What a field shows while a code is typed: two groups of four. What can be in no code stays, to be seen. */
export function grouped(typed: string): string {
  const code = normal(typed).slice(0, codeLength);
  return code.length > 4 ? `${code.slice(0, 4)} ${code.slice(4)}` : code;
}

/** The first character typed that no code has. */
export const stranger = (typed: string) => [...normal(typed)].find((c) => !alphabet.test(c));

/** The code in what a camera read: the address on a badge, whichever way to the hospital it names, or the bare code. */
export function scanned(text: string): string | undefined {
  const address = /^https?:\/\/[^/?#]+(?:\/[^?#]*)?\/r\/([^/?#]+)/i.exec(text.trim());
  return parse(address?.[1] ?? text);
}

/** Where the caret stands in the grouped text after so many characters of a code. */
export const caretAfter = (characters: number) => (characters > 4 ? characters + 1 : characters);
