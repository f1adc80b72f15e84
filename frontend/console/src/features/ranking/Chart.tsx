import { scaleLinear } from 'd3-scale';
import { type KeyboardEvent, useMemo, useState } from 'react';
import type { Group, Standing } from '../../api/types';
import { useT } from '../../i18n/setup';
import { useHotkeys } from '../../lib/hotkeys';
import { useFormat } from '../../lib/session';
import { Scroll } from '../../ui/Scroll';
import styles from './Chart.module.css';
import { ChartSection } from './ChartSection';
import { positions } from './standings';

interface Props {
  group: Group;
  rows: Standing[];
  period: string;
  ticked: number[];
  onTick: (id: number) => void;
}

/** The standings as marks on their intervals: a table whose third column is drawn. */
export function Chart({ group, rows, period, ticked, onTick }: Props) {
  const t = useT();
  const format = useFormat();
  const { scale, ticks } = useMemo(() => axis(group), [group]);
  const [active, setActive] = useState<number>();
  const current = rows.some((r) => r.employeeId === active) ? active : rows[0]?.employeeId;
  useHotkeys({ c: () => current !== undefined && onTick(current) });

  return (
    <Scroll label={t('ranking.caption')}>
      <table className={styles.chart} onKeyDown={moveByArrows}>
        <caption className="visually-hidden">{t('ranking.caption')}</caption>
        <thead>
          <tr>
            <th scope="col" className="number">
              {t('ranking.possibleRank')}
            </th>
            <th scope="col">{t('ranking.person')}</th>
            <th scope="col" className={styles.wide}>
              {t('ranking.interval')}
            </th>
            <th scope="col" className="number">
              {t('ranking.score')}
            </th>
            <th scope="col" className={`number ${styles.wide}`}>
              {t('ranking.ratings')}
            </th>
          </tr>
          <tr className={styles.axis}>
            <td colSpan={2} />
            <td className={styles.wide}>
              <div aria-hidden="true">
                {ticks.map((v) => (
                  <span key={v} style={{ left: `${scale(v)}%` }}>
                    {format.count(v / 1e4)}
                  </span>
                ))}
                <span className={styles.mean} style={{ left: `${scale(group.mean)}%` }}>
                  {t('ranking.mean', { score: format.score(group.mean) })}
                </span>
              </div>
            </td>
            <td colSpan={2} />
          </tr>
        </thead>
        {positions.map((position) => (
          <ChartSection
            key={position}
            position={position}
            rows={rows.filter((r) => r.position === position)}
            {...{ group, scale, ticks, period, ticked, onTick, current }}
            onActive={setActive}
          />
        ))}
      </table>
    </Scroll>
  );
}

/** From the lowest to the highest interval, at round figures. */
function axis(group: Group) {
  const low = Math.min(group.meanLow, ...group.rows.map((r) => r.low));
  const high = Math.max(group.meanHigh, ...group.rows.map((r) => r.high));
  const margin = (high - low) * 0.02;
  const scale = scaleLinear([low - margin, high + margin], [0, 100]);
  return { scale, ticks: scale.ticks(6) };
}

/** One stop of the Tab key for all rows; arrows go from row to row and keep to the column. */
function moveByArrows(e: KeyboardEvent<HTMLTableElement>) {
  const step = { ArrowDown: 1, ArrowUp: -1 }[e.key];
  const from = (e.target as HTMLElement).closest<HTMLElement>('[data-stop]');
  if (!step || !from) return;
  e.preventDefault();
  const stops = [...e.currentTarget.querySelectorAll<HTMLElement>(`[data-stop=${from.dataset.stop}]`)];
  stops[stops.indexOf(from) + step]?.focus();
}
