import { expect, test } from 'vitest';
import { shiftAt } from './shift';

test.each([
  ['2026-11-22T06:59:59+08:00', 'night'],
  ['2026-11-22T07:00:00+08:00', 'day'],
  ['2026-11-22T14:59:59+08:00', 'day'],
  ['2026-11-22T15:00:00+08:00', 'evening'],
  ['2026-11-22T22:59:59+08:00', 'evening'],
  ['2026-11-22T23:00:00+08:00', 'night'],
  ['2026-11-23T00:00:00+08:00', 'night'],
])('at %s it is the %s shift in Shanghai', (time, want) => expect(shiftAt(new Date(time), 'Asia/Shanghai')).toBe(want));
