import type { Session } from '../api/types';
import { may, useSession } from '../lib/session';
import { type Item, type Page, pages } from './pages';

/** The pages that a person's roles give them. */
export const navigation = (session: Session): Item[] => pages.filter((page) => page.shownTo(session));

/** The pages of whoever is signed in. */
export const useNavigation = (): Item[] => navigation(useSession());

interface Work {
  is: (session: Session) => boolean;
  places: Page[];
}

const holds = (role: string) => (session: Session) => session.roles.some((r) => r.role === role);

/** What people mostly do, and the four places of a phone that serve it. Who does several things goes by the first. */
const works: Work[] = [
  { is: (s) => may(s, 'log spot-check'), places: ['/checks', '/checks/new', '/', '/me'] },
  { is: holds('trainer'), places: ['/sessions', '/scan', '/courses', '/me'] },
  { is: (s) => may(s, 'compute period') || may(s, 'export score'), places: ['/', '/periods', '/ranking', '/me'] },
  { is: (s) => may(s, 'decide ballot'), places: ['/', '/ranking', '/ballot', '/me'] },
  { is: (s) => may(s, 'read ranking'), places: ['/', '/ranking', '/periods', '/me'] },
  { is: (s) => may(s, 'manage account'), places: ['/', '/codes', '/training', '/me'] },
  { is: (s) => s.employee !== undefined, places: ['/', '/my-score', '/training', '/recognition'] },
];

/**
 * The four places of a phone's bottom bar. A place that somebody may not have is made up for from their other pages;
 * what has no place there is reached from Me.
 */
export function places(session: Session, items: Item[]): Item[] {
  const wanted = works.find((work) => work.is(session))?.places ?? ['/', '/me'];
  const found = wanted.flatMap((to) => items.find((item) => item.to === to) ?? []);
  const spare = items.filter((item) => !wanted.includes(item.to) && !item.where);
  const me = found.filter((item) => item.where === 'foot');
  return [...found.filter((item) => !me.includes(item)), ...spare].slice(0, 4 - me.length).concat(me);
}

/** Whether a page's link is current only on the page itself: pages under it have links of their own. */
export const isExact = (item: Item, items: Item[]) =>
  items.some((other) => other !== item && other.to.startsWith(item.to));
