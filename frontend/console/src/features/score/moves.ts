import type { Move } from '../../api/types';
import type { Formatter } from '../../i18n/format';
import type { Translate } from '../../i18n/setup';
import { gateName } from './words';

/** What a move is called, and what it would take, in words. */
export function moveWords(
  t: Translate,
  format: Formatter,
  title: (move: Move) => string,
  move: Move,
): { name: string; what: string } {
  const words = { n: move.count, gain: format.score(move.gain) };
  switch (move.kind) {
    case 'standard':
      return { name: title(move), what: t('moves.standard', words) };
    case 'ratings':
      return { name: t('component.ratings'), what: t('moves.ratings', words) };
    case 'gate':
      return { name: gateName(t, move.code), what: t('moves.gate') };
    default: // of a later release
      return { name: move.code, what: '' };
  }
}
