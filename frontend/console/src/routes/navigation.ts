import type { Icon } from '@tabler/icons-react';
import IconCalendarStats from '@tabler/icons-react/dist/esm/icons/IconCalendarStats.mjs';
import IconChartDots from '@tabler/icons-react/dist/esm/icons/IconChartDots.mjs';
import IconHome from '@tabler/icons-react/dist/esm/icons/IconHome.mjs';
import IconListNumbers from '@tabler/icons-react/dist/esm/icons/IconListNumbers.mjs';
import IconQrcode from '@tabler/icons-react/dist/esm/icons/IconQrcode.mjs';
import IconShieldCheck from '@tabler/icons-react/dist/esm/icons/IconShieldCheck.mjs';
import type { Session } from '../api/types';
import { may } from '../lib/session';

/** A page of the navigation. */
export interface Item {
  to: '/' | '/my-score' | '/ranking' | '/periods' | '/codes' | '/ballot';
  name: 'nav.home' | 'nav.myScore' | 'nav.ranking' | 'nav.periods' | 'nav.codes' | 'nav.ballot';
  icon: Icon;
  key: string; // pressed after G
  onPhone: boolean;
  group?: 'nav.reward';
  shownTo: (session: Session) => boolean;
}

const items: Item[] = [
  { to: '/', name: 'nav.home', icon: IconHome, key: 'h', onPhone: true, shownTo: () => true },
  {
    to: '/my-score',
    name: 'nav.myScore',
    icon: IconChartDots,
    key: 'm',
    onPhone: true,
    shownTo: (s) => s.employee !== undefined && may(s, 'read score'),
  },
  {
    to: '/ranking',
    name: 'nav.ranking',
    icon: IconListNumbers,
    key: 'r',
    onPhone: true,
    shownTo: (s) => may(s, 'read ranking'),
  },
  {
    to: '/codes',
    name: 'nav.codes',
    icon: IconQrcode,
    key: 'c',
    onPhone: false,
    shownTo: (s) => may(s, 'manage touchpoint'),
  },
  {
    to: '/ballot',
    name: 'nav.ballot',
    icon: IconShieldCheck,
    key: 'b',
    onPhone: false,
    shownTo: (s) => may(s, 'read ballot'),
  },
  {
    to: '/periods',
    name: 'nav.periods',
    icon: IconCalendarStats,
    key: 'p',
    onPhone: false,
    group: 'nav.reward',
    // Everybody may know the periods; a page of them helps those who see what they hold.
    shownTo: (s) => may(s, 'read period') && may(s, 'read ranking'),
  },
];

/** The pages that a person's roles give them. */
export const navigation = (session: Session) => items.filter((item) => item.shownTo(session));
