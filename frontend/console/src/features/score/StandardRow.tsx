import IconChevronDown from '@tabler/icons-react/dist/esm/icons/IconChevronDown.mjs';
import { useState } from 'react';
import { useT } from '../../i18n/setup';
import { useFormat, useLocalized } from '../../lib/session';
import { Icon } from '../../ui/Icon';
import { type Decimals, fitted } from './breakdown';
import { Diverging } from './Diverging';
import type { Bin } from './evidence';
import { FindingItem } from './FindingItem';
import styles from './Row.module.css';

interface Props {
  bin: Bin;
  points: number;
  reach: number; // the longest bar
  decimals: Decimals;
}

/** How often a standard was met, and what that came to; opened, each time it was observed. */
export function StandardRow({ bin, points, reach, decimals }: Props) {
  const t = useT();
  const format = useFormat();
  const text = useLocalized();
  const [open, setOpen] = useState(false);
  const met = bin.pieces.filter((p) => p.evidence.value === 100).length;
  const each = fitted(
    bin.pieces.map((p) => p.points),
    points,
    10 ** (4 - decimals),
  );
  return (
    <li className={styles.standard}>
      <details onToggle={(e) => setOpen(e.currentTarget.open)}>
        <summary>
          <span className={styles.row}>
            <span className={styles.name}>
              {text(bin.standard ?? {})}
              <small>{t('evidence.metOf', { met, n: bin.n })}</small>
            </span>
            <b className={styles.points}>{format.points(points, decimals)}</b>
            <Diverging value={points} reach={reach} />
          </span>
          <Icon of={IconChevronDown} size={18} />
        </summary>
        <ul>
          {bin.pieces.map((piece, i) => (
            <FindingItem
              key={piece.evidence.id}
              evidence={piece.evidence}
              points={format.points(each[i] ?? 0, decimals)}
              open={open}
            />
          ))}
        </ul>
      </details>
    </li>
  );
}
