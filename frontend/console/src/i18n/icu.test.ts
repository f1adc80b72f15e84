import { expect, test } from 'vitest';
import { fill } from './icu';

const waiting = '{n, plural, =0 {All sent} one {# check of {who} waits} other {# checks of {who} wait}}.';

test.each([
  ['a placeholder', 'Hello {name}', { name: 'Li' }, 'Hello Li'],
  ['an exact case', waiting, { n: 0, who: 'Li' }, 'All sent.'],
  ['one', waiting, { n: 1, who: 'Li' }, '1 check of Li waits.'],
  ['many, grouped', waiting, { n: 1200, who: 'Li' }, '1,200 checks of Li wait.'],
  ['a number on its own is grouped', '{n} ratings', { n: 12345 }, '12,345 ratings'],
  ['what is missing stays visible', 'Hello {name}', {}, 'Hello {name}'],
])('%s', (_, message, values, want) => expect(fill(message, values as never, 'en')).toBe(want));
