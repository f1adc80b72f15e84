import type { Formatter } from '../../i18n/format';
import type { Translate } from '../../i18n/setup';

const minute = 60_000;
const hour = 60 * minute;

/** How fast something has to be, in the largest unit that it is a whole number of. */
export function within(t: Translate, format: Formatter, milliseconds: number): string {
  if (milliseconds % hour === 0) return t('mine.standard.hours', { n: format.count(milliseconds / hour) });
  if (milliseconds % minute === 0) return t('mine.standard.minutes', { n: format.count(milliseconds / minute) });
  return t('mine.standard.seconds', { n: format.count(milliseconds / 1000) });
}
