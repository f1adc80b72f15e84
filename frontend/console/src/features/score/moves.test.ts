import { expect, test } from 'vitest';
import type { Move } from '../../api/types';
import { formatter } from '../../i18n/format';
import type { Translate } from '../../i18n/setup';
import { moveWords } from './moves';

const t = ((key: string, values?: object) => (values ? `${key} ${JSON.stringify(values)}` : key)) as Translate;
const words = (move: Move) => moveWords(t, formatter('ko', 'Asia/Seoul'), (m) => m.title?.ko ?? '', move);

test.each<[Move, string, string]>([
  [
    { kind: 'standard', code: 'smile', title: { ko: '미소' }, count: 2, gain: 33748 },
    '미소',
    'moves.standard {"n":2,"gain":"3.4"}',
  ],
  [
    { kind: 'ratings', code: 'ratings', count: 48, gain: 106516 },
    'component.ratings',
    'moves.ratings {"n":48,"gain":"10.7"}',
  ],
  [{ kind: 'gate', code: 'outsideAudits', count: 1, gain: 0 }, 'gate.outsideAudits', 'moves.gate'],
  [{ kind: 'later', code: 'something', count: 1, gain: 7 }, 'something', ''],
])('%j', (move, name, what) => {
  expect(words(move)).toEqual({ name, what });
});
