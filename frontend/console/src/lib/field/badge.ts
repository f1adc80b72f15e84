import { sha256 } from '@noble/hashes/sha2.js';
import type { Person, Place, Roster } from './types';

const alphabet = /^[0-9A-HJKMNP-TV-Z]{8}$/;

/** A code as it is printed: in capitals, without spaces and dashes, in narrow letters, O and I read as the digits. */
export const printed = (typed: string) =>
  typed
    .normalize('NFKC') // full-width letters, as a Chinese keyboard writes them
    .replace(/[\s\p{Pd}\p{Cc}\p{Cf}]/gu, '')
    .toUpperCase()
    .replaceAll('O', '0')
    .replace(/[IL]/g, '1');

/** The code in a QR's address or as somebody typed it, in any spelling that the server knows; undefined: none. */
export function codeOf(text: string): string | undefined {
  const inAddress = /\/r\/([^/?#\s]+)/i.exec(text)?.[1];
  const code = printed(readable(inAddress ?? text));
  return alphabet.test(code) ? code : undefined;
}

function readable(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

/** What the roster knows a code by: the first 8 bytes of its SHA-256, in hex. The codes themselves stay secret. */
export const fingerprint = (code: string) =>
  [...sha256(new TextEncoder().encode(code)).subarray(0, 8)].map((b) => b.toString(16).padStart(2, '0')).join('');

export type Found = { person: Person; place?: undefined } | { place: Place; person?: undefined };

/** Whose badge, or which place's, was scanned or typed; undefined: nobody's who may be observed. */
export function byBadge(roster: Roster, text: string): Found | undefined {
  const code = codeOf(text);
  if (!code) return undefined;
  const badge = fingerprint(code);
  const person = roster.employees.find((e) => e.badges.includes(badge));
  if (person) return { person };
  const place = roster.places.find((p) => p.badge === badge);
  return place && { place };
}

/** Whether a code is on the badge of whoever is signed in: nobody observes themselves. */
export function isOwn(roster: Pick<Roster, 'own'>, text: string): boolean {
  const code = codeOf(text);
  return code !== undefined && (roster.own?.includes(fingerprint(code)) ?? false);
}
