import type { Group } from '../api/types';
import type { Translate } from '../i18n/setup';

const known = ['front-desk', 'nursing', 'technical', 'medical'] as const;

type Family = (typeof known)[number];

const isKnown = (family: string): family is Family => (known as readonly string[]).includes(family);

/** The name of a peer group: ours, or the posts in it where the hospital made it. */
export function familyName(t: Translate, group: Group, text: (names: Record<string, string>) => string): string {
  if (isKnown(group.family)) return t(`family.${group.family}`);
  return group.postNames.map(text).join(t('list.separator')) || group.family;
}
