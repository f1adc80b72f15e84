import { useMediaQuery } from '@mantine/hooks';
import { Link } from '@tanstack/react-router';
import { memo } from 'react';
import type { Group, Standing } from '../../api/types';
import { useT } from '../../i18n/setup';
import { may, useFormat, useLocalized, useSession } from '../../lib/session';
import { Star } from '../../ui/Star';
import styles from './Chart.module.css';
import { Plot, type Scale } from './Plot';

interface Props {
  row: Standing;
  group: Group;
  scale: Scale;
  ticks: number[];
  period: string;
  ticked: boolean;
  stop: boolean; // whether the Tab key stops here
  onTick: (id: number) => void;
  onActive: (id: number) => void;
}

/** One person. On a phone the picture stands under the name. */
export const ChartRow = memo(function ChartRow({
  row,
  group,
  scale,
  ticks,
  period,
  ticked,
  stop,
  onTick,
  onActive,
}: Props) {
  const t = useT();
  const format = useFormat();
  const text = useLocalized();
  const narrow = useMediaQuery('screen and (max-width: 56em)', false, { getInitialValueInEffect: false });
  const id = row.employeeId;
  const tabIndex = stop ? 0 : -1;
  const label = t('ranking.intervalOf', { low: format.score(row.low), high: format.score(row.high) });
  const plot = <Plot {...{ row, group, scale, ticks, label }} />;
  return (
    <tr className={ticked ? styles.ticked : undefined} onFocus={() => onActive(id)}>
      <td className={`number ${styles.rank}`}>
        <label className={styles.pick}>
          <input
            type="checkbox"
            data-stop="tick"
            className="no-print"
            checked={ticked}
            tabIndex={tabIndex}
            onChange={() => onTick(id)}
            aria-label={t('ranking.compareThis', { name: row.name })}
          />
          {row.rankLow === row.rankHigh ? row.rankLow : `${row.rankLow}–${row.rankHigh}`}
        </label>
      </td>
      <th scope="row">
        <Name row={row} period={period} tabIndex={tabIndex} />
        {row.star && (
          <span className={styles.star}>
            <Star size={15} title={t('ranking.star')} />
          </span>
        )}
        <small className={styles.place}>{text(row.department)}</small>
        {narrow && plot}
      </th>
      {!narrow && <td className={styles.plot}>{plot}</td>}
      <td className="number">
        <b>{format.score(row.score)}</b> <span className="caption">{format.interval(row.low, row.high)}</span>
      </td>
      {!narrow && <td className="number muted">{format.count(row.ratings)}</td>}
    </tr>
  );
});

function Name({ row, period, tabIndex }: { row: Standing; period: string; tabIndex: number }) {
  const session = useSession();
  const attributes = { 'data-stop': 'name', tabIndex, className: styles.name };
  if (!may(session, 'read score')) return <span {...attributes}>{row.name}</span>;
  return (
    <Link
      to="/scores/$employeeId"
      params={{ employeeId: String(row.employeeId) }}
      search={{ period }}
      preload={false}
      {...attributes}
    >
      {row.name}
    </Link>
  );
}
