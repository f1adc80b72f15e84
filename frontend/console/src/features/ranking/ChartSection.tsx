import { useState } from 'react';
import type { Group, Standing } from '../../api/types';
import { useT } from '../../i18n/setup';
import { Button } from '../../ui/Button';
import { Chip } from '../../ui/Chip';
import styles from './Chart.module.css';
import { ChartRow } from './ChartRow';
import type { Scale } from './Plot';
import type { Position } from './standings';

/** How many rows of a section are shown at first. */
const atFirst = 40;

/** So few more are shown at once: a button would take as much room. */
const spare = 10;

interface Props {
  position: Position;
  rows: Standing[];
  group: Group;
  scale: Scale;
  ticks: number[];
  period: string;
  ticked: number[];
  current?: number; // the row that the Tab key stops at
  onTick: (id: number) => void;
  onActive: (id: number) => void;
}

/** Those who are clearly above, not clearly different or clearly below. */
export function ChartSection({ position, rows, ticked, current, onTick, onActive, ...plot }: Props) {
  const t = useT();
  const [all, setAll] = useState(false);
  if (rows.length === 0) return null;
  const shown = all || rows.length <= atFirst + spare ? rows : rows.slice(0, atFirst);
  return (
    <tbody>
      <tr className={styles.section}>
        <th colSpan={5} scope="colgroup">
          <span className={styles.sectionHead}>
            <Chip tone={position}>{t(`ranking.${position}`)}</Chip>
            <span className="caption">{t('ranking.people', { n: rows.length })}</span>
            {rows.some((r) => r.star) && (
              <Chip tone="star">{t('ranking.stars', { n: rows.filter((r) => r.star).length })}</Chip>
            )}
          </span>
        </th>
      </tr>
      {shown.map((row) => (
        <ChartRow
          key={row.employeeId}
          row={row}
          ticked={ticked.includes(row.employeeId)}
          stop={row.employeeId === current}
          onTick={onTick}
          onActive={onActive}
          {...plot}
        />
      ))}
      {shown.length < rows.length && (
        <tr className="no-print">
          <td colSpan={5}>
            <Button onClick={() => setAll(true)}>{t('ranking.showAll', { n: rows.length })}</Button>
          </td>
        </tr>
      )}
    </tbody>
  );
}
