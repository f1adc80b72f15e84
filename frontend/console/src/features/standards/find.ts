import type { MyPost } from '../../api/types';

export type Standard = MyPost['standards'][number];
export type Phrase = MyPost['phrases'][number];

/** Standards in two groups: the principles for everybody, then what the post asks for besides. */
export function grouped(standards: readonly Standard[]): { principal: Standard[]; other: Standard[] } {
  return { principal: standards.filter((s) => s.principal), other: standards.filter((s) => !s.principal) };
}

/** Phrases by situation, in the order in which a service goes, which is the server's. */
export function bySituation(phrases: readonly Phrase[]): [string, Phrase[]][] {
  const found = new Map<string, Phrase[]>();
  for (const phrase of phrases) found.set(phrase.situation, [...(found.get(phrase.situation) ?? []), phrase]);
  return [...found];
}

/** Whether all words that are looked for occur in what is written. */
export function contains(texts: readonly (string | undefined)[], wanted: string): boolean {
  const text = fold(texts.filter((t) => t !== undefined).join(' '));
  return fold(wanted)
    .split(/\s+/)
    .every((word) => text.includes(word));
}

const fold = (text: string) => text.normalize('NFKC').toLocaleLowerCase().trim();

export const ofStandard = (s: Standard, wanted: string) =>
  contains([s.title.text, s.opportunity.text, s.met.text, s.partly.text, s.notMet.text], wanted);

export const ofPhrase = (p: Phrase, wanted: string) => contains([p.text.text, p.instead?.text, p.note?.text], wanted);
