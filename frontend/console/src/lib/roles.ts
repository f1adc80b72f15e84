import type { Session } from '../api/types';
import type { Translate } from '../i18n/setup';

const known = [
  'staff',
  'supervisor',
  'department-head',
  'trainer',
  'service-centre',
  'quality',
  'hr',
  'finance',
  'leadership',
  'auditor',
  'admin',
] as const;

type Role = (typeof known)[number];

const isKnown = (role: string): role is Role => (known as readonly string[]).includes(role);

/** A role in words; one of a later release as the server names it. */
export const roleName = (t: Translate, role: string): string => (isKnown(role) ? t(`role.${role}`) : role);

/** The roles that someone holds besides being staff, in words; "Staff" if there are none. */
export function roleNames(t: Translate, session: Session): string[] {
  const held = new Set(session.roles.map((r) => r.role));
  const names = known.filter((role) => role !== 'staff' && held.has(role)).map((role) => t(`role.${role}`));
  const own = [...held].filter((role) => !isKnown(role)); // a role of a later release
  return names.length + own.length > 0 ? [...names, ...own] : [t('role.staff')];
}
