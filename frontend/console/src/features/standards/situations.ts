import type { Translate } from '../../i18n/setup';

const situations = [
  'greet',
  'ask',
  'answer',
  'verify',
  'explain',
  'guide',
  'wait',
  'comfort',
  'apologise',
  'complaint',
  'phone',
  'privacy',
  'emergency',
  'send-off',
  'environment',
] as const;

/** The name of a situation. One of a later release is named by its code. */
export const situationName = (t: Translate, code: string) => {
  const known = situations.find((s) => s === code);
  return known ? t(`mine.situation.${known}`) : code;
};
