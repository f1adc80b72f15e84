import IconClipboardCheck from '@tabler/icons-react/dist/esm/icons/IconClipboardCheck.mjs';
import IconLock from '@tabler/icons-react/dist/esm/icons/IconLock.mjs';
import IconMessages from '@tabler/icons-react/dist/esm/icons/IconMessages.mjs';
import { Link } from '@tanstack/react-router';
import type { Move } from '../../api/types';
import { useT } from '../../i18n/setup';
import { useFormat, useLocalized } from '../../lib/session';
import { Card } from '../../ui/Card';
import { Icon } from '../../ui/Icon';
import styles from './Moves.module.css';
import { moveWords } from './moves';

const icons = { standard: IconClipboardCheck, ratings: IconMessages, gate: IconLock } as const;

/** What would have raised the score most, as the server has worked it out. */
export function Moves({ moves, mine }: { moves: Move[]; mine?: boolean }) {
  const t = useT();
  const format = useFormat();
  const text = useLocalized();
  if (moves.length === 0) return null;
  return (
    <Card title={t('moves.title')} lead={t('moves.lead')}>
      <ol className={styles.list}>
        {moves.map((move) => {
          const { name, what } = moveWords(t, format, (m) => text(m.title ?? {}), move);
          return (
            <li key={move.kind + move.code}>
              <span className={styles.icon}>
                <Icon of={icons[move.kind as keyof typeof icons] ?? IconClipboardCheck} size={22} />
              </span>
              <div className={styles.words}>
                <p className={styles.head}>
                  <b>{name}</b>
                  {move.gain > 0 && <b className={styles.gain}>{format.points(move.gain)}</b>}
                </p>
                <p>{what}</p>
                {mine && move.kind !== 'gate' && <Way move={move} />}
              </div>
            </li>
          );
        })}
      </ol>
    </Card>
  );
}

/** Where to read what is asked for. */
function Way({ move }: { move: Move }) {
  const t = useT();
  return move.kind === 'standard' ? (
    <Link to="/my-standards" hash={move.code} className={`${styles.way} no-print`}>
      {t('moves.seeStandard')}
    </Link>
  ) : (
    <Link to="/my-standards" search={{ view: 'phrases' }} className={`${styles.way} no-print`}>
      {t('moves.seePhrases')}
    </Link>
  );
}
