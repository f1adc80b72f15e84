import type { Person, Roster } from './types';

/**
 * The people in whom all the words are found: in their name, Latin name, number or initials. Whoever is found sooner
 * comes first; among equals, who has been observed least.
 */
export function search(roster: Pick<Roster, 'employees'>, words: string): Person[] {
  const wanted = fold(words).split(/\s+/).filter(Boolean);
  if (wanted.length === 0) return [];
  return roster.employees
    .map((person) => ({ person, rank: rankOf(person, wanted) }))
    .filter(({ rank }) => rank < nowhere)
    .sort((a, b) => a.rank - b.rank || a.person.seen - b.person.seen || a.person.number.localeCompare(b.person.number))
    .map(({ person }) => person);
}

const nowhere = 5;

interface Folded {
  latin: string[]; // its words
  whole: string[];
  initials: string[];
}

/** Folding 5,000 names takes a phone longer than a thumb does: it is done once for each, not for each letter typed. */
const folded = new WeakMap<Person, Folded>();

function foldedOf(person: Person): Folded {
  const known = folded.get(person);
  if (known) return known;
  const latin = fold(person.latinName)
    .split(/[\s'’-]+/)
    .filter(Boolean);
  const name = fold(person.name);
  const joined = [latin.join(''), [...latin].reverse().join(''), latin.join(' ')];
  const made = {
    latin,
    whole: [name, name.replace(/\s/g, ''), fold(person.number), ...joined],
    initials: [latin.map((word) => word[0]).join(''), consonants(name)],
  };
  folded.set(person, made);
  return made;
}

/** How late the words are found: as a whole first, then at the beginning, of a word, in the initials, inside. */
function rankOf(person: Person, wanted: string[]): number {
  const { latin, whole, initials } = foldedOf(person);
  const rank = (word: string) => {
    if (whole.includes(word)) return 0;
    if (whole.some((text) => text.startsWith(word))) return 1;
    if (latin.some((part) => part.startsWith(word))) return 2;
    if (word.length > 1 && initials.some((text) => text.startsWith(word))) return 3;
    return whole.some((text) => text.includes(word)) ? 4 : nowhere;
  };
  return Math.min(rank(wanted.join(' ')), Math.max(...wanted.map(rank)));
}

/** The consonants that the syllables of a Korean name begin with: many type only those. */
const consonants = (folded: string) => folded.replace(/[^\u1100-\u1112]/g, '');

/** A text without what a hurried thumb leaves out. Korean syllables fall into their letters: half of one is found. */
const fold = (text: string) =>
  text
    .normalize('NFKD')
    .replace(/\p{Mn}/gu, '')
    .toLowerCase();
