import type { Icon } from '@tabler/icons-react';
import IconBook2 from '@tabler/icons-react/dist/esm/icons/IconBook2.mjs';
import IconBooks from '@tabler/icons-react/dist/esm/icons/IconBooks.mjs';
import IconCalendarEvent from '@tabler/icons-react/dist/esm/icons/IconCalendarEvent.mjs';
import IconCalendarStats from '@tabler/icons-react/dist/esm/icons/IconCalendarStats.mjs';
import IconChartDots from '@tabler/icons-react/dist/esm/icons/IconChartDots.mjs';
import IconCirclePlus from '@tabler/icons-react/dist/esm/icons/IconCirclePlus.mjs';
import IconClipboardCheck from '@tabler/icons-react/dist/esm/icons/IconClipboardCheck.mjs';
import IconCloudUpload from '@tabler/icons-react/dist/esm/icons/IconCloudUpload.mjs';
import IconHome from '@tabler/icons-react/dist/esm/icons/IconHome.mjs';
import IconListNumbers from '@tabler/icons-react/dist/esm/icons/IconListNumbers.mjs';
import IconQrcode from '@tabler/icons-react/dist/esm/icons/IconQrcode.mjs';
import IconScan from '@tabler/icons-react/dist/esm/icons/IconScan.mjs';
import IconSchool from '@tabler/icons-react/dist/esm/icons/IconSchool.mjs';
import IconShieldCheck from '@tabler/icons-react/dist/esm/icons/IconShieldCheck.mjs';
import IconStar from '@tabler/icons-react/dist/esm/icons/IconStar.mjs';
import IconUserCircle from '@tabler/icons-react/dist/esm/icons/IconUserCircle.mjs';
import type { Session } from '../api/types';
import type { Messages } from '../i18n/messages';
import { may } from '../lib/session';

/** A text that needs nothing filled in. */
type Text<Prefix extends string> = {
  [K in keyof Messages]: K extends `${Prefix}.${string}` ? (Messages[K] extends undefined ? K : never) : never;
}[keyof Messages];

/** Where a page of the navigation is; each has a route. */
export type Page =
  | '/'
  | '/checks'
  | '/checks/new'
  | '/outbox'
  | '/my-score'
  | '/ranking'
  | '/sessions'
  | '/scan'
  | '/courses'
  | '/training'
  | '/check-in'
  | '/my-standards'
  | '/recognition'
  | '/periods'
  | '/codes'
  | '/ballot'
  | '/me';

/** A page of the navigation. */
export interface Item {
  to: Page;
  name: Text<'nav'>;
  what: Text<'home'>; // one line on what it is for
  icon: Icon;
  key: string; // pressed after G
  group?: Text<'nav'>; // its heading in the rail
  where?: 'bar' | 'foot'; // only among the places of a phone; at the foot of the rail
  shownTo: (session: Session) => boolean;
}

const everybody = () => true;
const isStaff = (s: Session) => s.employee !== undefined;
const holders =
  (...permissions: string[]) =>
  (s: Session) =>
    permissions.every((p) => may(s, p));

const overseers = ['department-head', 'quality', 'auditor'];

/** Who makes spot checks, and who reads those of others; checks about oneself are opened from the score. */
const observesOrOversees = (s: Session) =>
  may(s, 'log spot-check') || (may(s, 'read spot-check') && s.roles.some((r) => overseers.includes(r.role)));

/** All pages, one line each, in the order of the rail: those of a group stand together. */
// biome-ignore format: one line a page
export const pages: Item[] = [
  { to: '/', name: 'nav.home', what: 'home.home', icon: IconHome, key: 'h', shownTo: everybody },
  { to: '/checks', name: 'nav.checks', what: 'home.checks', icon: IconClipboardCheck, key: 'k', shownTo: observesOrOversees },
  { to: '/checks/new', name: 'nav.newCheck', what: 'home.newCheck', icon: IconCirclePlus, key: 'n', where: 'bar', shownTo: holders('log spot-check') },
  { to: '/outbox', name: 'nav.outbox', what: 'home.outbox', icon: IconCloudUpload, key: 'o', shownTo: holders('log spot-check') },
  { to: '/my-score', name: 'nav.myScore', what: 'home.myScore', icon: IconChartDots, key: 'm', shownTo: (s) => isStaff(s) && may(s, 'read score') },
  { to: '/ranking', name: 'nav.ranking', what: 'home.ranking', icon: IconListNumbers, key: 'r', shownTo: holders('read ranking') },

  { to: '/sessions', name: 'nav.sessions', what: 'home.sessions', icon: IconCalendarEvent, key: 's', group: 'nav.improve', shownTo: holders('credit hours') },
  { to: '/scan', name: 'nav.scan', what: 'home.scan', icon: IconScan, key: 'j', group: 'nav.improve', where: 'bar', shownTo: holders('credit hours') },
  { to: '/courses', name: 'nav.courses', what: 'home.courses', icon: IconBooks, key: 'l', group: 'nav.improve', shownTo: holders('credit hours') },
  { to: '/training', name: 'nav.training', what: 'home.training', icon: IconSchool, key: 't', group: 'nav.improve', shownTo: isStaff },
  { to: '/check-in', name: 'nav.checkIn', what: 'home.checkIn', icon: IconScan, key: 'i', group: 'nav.improve', where: 'bar', shownTo: isStaff },
  { to: '/my-standards', name: 'nav.myStandards', what: 'home.myStandards', icon: IconBook2, key: 'd', group: 'nav.improve', shownTo: isStaff },
  { to: '/recognition', name: 'nav.recognition', what: 'home.recognition', icon: IconStar, key: 'a', group: 'nav.improve', shownTo: everybody },

  // Everybody may know the periods; a page of them helps those who see what they hold.
  { to: '/periods', name: 'nav.periods', what: 'home.periods', icon: IconCalendarStats, key: 'p', group: 'nav.reward', shownTo: holders('read period', 'read ranking') },

  { to: '/codes', name: 'nav.codes', what: 'home.codes', icon: IconQrcode, key: 'c', group: 'nav.run', shownTo: holders('manage touchpoint') },
  { to: '/ballot', name: 'nav.ballot', what: 'home.ballot', icon: IconShieldCheck, key: 'b', group: 'nav.run', shownTo: holders('read ballot') },

  { to: '/me', name: 'nav.me', what: 'home.me', icon: IconUserCircle, key: 'u', where: 'foot', shownTo: everybody },
];
