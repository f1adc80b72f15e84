import { expect, test } from 'vitest';
import { formatter } from '../../i18n/format';
import type { Translate } from '../../i18n/setup';
import { within } from './target';

const t = ((key: string, values: { n: string }) => `${values.n} ${key.slice(key.lastIndexOf('.') + 1)}`) as Translate;

test.each([
  [5000, '5 seconds'],
  [90_000, '90 seconds'],
  [60_000, '1 minutes'],
  [180_000, '3 minutes'],
  [7_200_000, '2 hours'],
])('%d ms', (milliseconds, want) => expect(within(t, formatter('en', 'UTC'), milliseconds)).toBe(want));
