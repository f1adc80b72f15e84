import type { Queued } from '../../lib/field/types';
import type { CheckBody } from '../../lib/field/wire';

/** What belongs together in the outbox: a check with its photos and thanks, or what is left of that. */
export interface Entry {
  key: string;
  label: string; // who it is about
  check?: Queued;
  photos: Queued[];
  thanks?: Queued;
  refused: Queued[]; // of its parts
  queuedAt: string;
  tries: number;
  nextAt: number;
}

/** The outbox's items, check by check, in their order. */
export function entries(items: readonly Queued[]): Entry[] {
  const groups = new Map<string, Queued[]>();
  for (const item of items) {
    const key = item.check ?? item.id;
    groups.set(key, [...(groups.get(key) ?? []), item]);
  }
  return [...groups].map(([key, parts]) => {
    const next = parts.find((p) => p.kind === 'check') ?? parts.find((p) => !p.refused) ?? parts[0];
    return {
      key,
      label: next?.label ?? '',
      check: parts.find((p) => p.kind === 'check'),
      photos: parts.filter((p) => p.kind === 'photo'),
      thanks: parts.find((p) => p.kind === 'recognition'),
      refused: parts.filter((p) => p.refused),
      queuedAt: next?.queuedAt ?? '',
      tries: next?.tries ?? 0,
      nextAt: next?.nextAt ?? 0,
    };
  });
}

/** The check in an entry as it was recorded. */
export const recorded = (entry: Entry) => (entry.check?.body as CheckBody | undefined)?.check;

const known = [
  'not-on-roster',
  'self',
  'posting-ended',
  'nobody-there',
  'sent-before',
  'too-old',
  'clock-ahead',
  'times',
  'standard-not-in-force',
  'not-timed-as-said',
  'note-missing',
  'reason-missing',
  'photo-sent-before',
  'voided',
  'photo-too-late',
  'photos-full',
  'not-a-photo',
  'forbidden',
  'invalid',
] as const;

export type Reason = (typeof known)[number];

/** The reason for which we have words: the server's, or invalid if a later release knows more. */
export const reasonOf = (refusal: { reason: string }): Reason =>
  known.find((reason) => reason === refusal.reason) ?? 'invalid';
