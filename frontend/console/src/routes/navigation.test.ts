import { expect, test } from 'vitest';
import type { Session } from '../api/types';
import { isExact, navigation, places } from './navigation';
import { pages } from './pages';

const staff = ['read period', 'read score', 'read course', 'read standard'];
const leads = [...staff, 'read ranking'];

/** Somebody with a role, and what it includes besides what staff may. */
const session = (role: string, ...permissions: string[]) =>
  ({
    name: role,
    employee: { id: 1 },
    roles: [{ role }],
    permissions: [...staff, ...permissions],
  }) as unknown as Session;

const paths = (s: Session) => navigation(s).map((item) => item.to);
const bar = (s: Session, items = navigation(s)) => places(s, items).map((item) => item.to);

test.each([
  ['staff', session('staff'), ['/', '/my-score', '/training', '/recognition']],
  ['a supervisor', session('supervisor', 'log spot-check'), ['/checks', '/checks/new', '/', '/me']],
  ['a trainer', session('trainer', 'credit hours', 'manage course'), ['/sessions', '/scan', '/courses', '/me']],
  ['Human Resources', session('hr', ...leads, 'compute period', 'export score'), ['/', '/periods', '/ranking', '/me']],
  ['finance', session('finance', ...leads, 'export score'), ['/', '/periods', '/ranking', '/me']],
  [
    'the quality office',
    session('quality', ...leads, 'read ballot', 'decide ballot'),
    ['/', '/ranking', '/ballot', '/me'],
  ],
  [
    'a department head',
    session('department-head', ...leads, 'manage touchpoint'),
    ['/', '/ranking', '/periods', '/me'],
  ],
  ['leadership', session('leadership', ...leads), ['/', '/ranking', '/periods', '/me']],
  ['an administrator', session('admin', 'manage account', 'manage touchpoint'), ['/', '/codes', '/training', '/me']],
  [
    'a trainer who observes',
    session('trainer', 'credit hours', 'log spot-check'),
    ['/checks', '/checks/new', '/', '/me'],
  ],
])('the places of %s', (_, s, want) => expect(bar(s)).toEqual(want));

test('an account of nobody on the staff list has no score of its own', () => {
  const s = { ...session('auditor', ...leads, 'read ballot'), employee: undefined } as Session;
  expect(paths(s)).toEqual(['/', '/ranking', '/recognition', '/periods', '/ballot', '/me']);
});

test('everything that somebody may see is in the list, and nothing else', () => {
  expect(paths(session('staff'))).toEqual([
    '/',
    '/my-score',
    '/training',
    '/check-in',
    '/my-standards',
    '/recognition',
    '/me',
  ]);
});

test('a place that somebody may not have is made up for', () => {
  const s = session('staff');
  const items = navigation(s).filter((item) => item.to !== '/training');
  expect(bar(s, items)).toEqual(['/', '/my-score', '/recognition', '/my-standards']);
});

test('each page has a key of its own, and the pages of a group stand together', () => {
  const keys = pages.map((page) => page.key);
  expect(new Set(keys).size).toBe(keys.length);
  const groups = pages.map((page) => page.group ?? '').filter((group, i, all) => group !== all[i - 1]);
  expect(new Set(groups.slice(0, -1)).size).toBe(groups.length - 1); // Me is last, in none
});

test('a link is current on the pages under it, unless they have links of their own', () => {
  const item = (to: string) => pages.find((page) => page.to === to) as (typeof pages)[number];
  expect(isExact(item('/checks'), pages)).toBe(true);
  expect(isExact(item('/sessions'), pages)).toBe(false);
});
