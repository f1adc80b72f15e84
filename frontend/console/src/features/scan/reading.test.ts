import { expect, test } from 'vitest';
import { trouble } from './camera';
import { middle, news } from './reading';

test.each([
  ['a phone held upright', { width: 720, height: 1280 }, { width: 360, height: 250 }, { x: 110, y: 390, square: 500 }],
  ['a phone held across', { width: 1280, height: 720 }, { width: 360, height: 240 }, { x: 280, y: 0, square: 720 }],
  ['a box not yet laid out', { width: 640, height: 480 }, { width: 0, height: 0 }, { x: 80, y: 0, square: 480 }],
])('of %s the square in sight is read', (_, video, box, want) => expect(middle(video, box)).toEqual(want));

test('a code is told once while it stays in the frame, and again when it comes back', () => {
  expect(news('A', 1000)).toBe(true);
  expect(news('A', 1200, { text: 'A', at: 1000 })).toBe(false);
  expect(news('B', 1200, { text: 'A', at: 1000 })).toBe(true);
  expect(news('A', 4000, { text: 'A', at: 1000 })).toBe(true);
});

test.each([
  ['NotAllowedError', 'refused'],
  ['NotFoundError', 'none'],
  ['OverconstrainedError', 'none'],
  ['NotReadableError', 'busy'],
  ['AbortError', 'busy'],
])('%s means %s', (name, want) => expect(trouble(name)).toBe(want));
