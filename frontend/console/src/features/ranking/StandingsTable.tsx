import {
  createColumnHelper,
  createSortedRowModel,
  rowSortingFeature,
  sortFn_basic,
  tableFeatures,
  useTable,
} from '@tanstack/react-table';
import { useMemo } from 'react';
import type { Standing } from '../../api/types';
import { useT } from '../../i18n/setup';
import { useFormat, useLocalized } from '../../lib/session';
import { Scroll } from '../../ui/Scroll';
import { Star } from '../../ui/Star';
import styles from './StandingsTable.module.css';

const features = tableFeatures({
  rowSortingFeature,
  sortedRowModel: createSortedRowModel(),
  sortFns: { basic: sortFn_basic },
});

const helper = createColumnHelper<typeof features, Standing>();

/** All figures of the standings, to be sorted by any. */
export function StandingsTable({ rows }: { rows: Standing[] }) {
  const t = useT();
  const columns = useColumns();
  const table = useTable({ features, columns, data: rows });
  return (
    <Scroll tall label={t('ranking.caption')}>
      <table className={styles.table}>
        <thead>
          {table.getHeaderGroups().map((g) => (
            <tr key={g.id}>
              {g.headers.map((h) => {
                const sorted = h.column.getIsSorted();
                return (
                  <th
                    key={h.id}
                    scope="col"
                    aria-sort={sorted ? (sorted === 'asc' ? 'ascending' : 'descending') : undefined}
                  >
                    <button type="button" onClick={h.column.getToggleSortingHandler()}>
                      <table.FlexRender header={h} />
                      <span aria-hidden="true">{sorted === 'asc' ? ' ↑' : sorted === 'desc' ? ' ↓' : ''}</span>
                    </button>
                  </th>
                );
              })}
            </tr>
          ))}
        </thead>
        <tbody>
          {table.getRowModel().rows.map((row) => (
            <tr key={row.original.employeeId}>
              {row.getAllCells().map((cell, i) =>
                i === 0 ? (
                  <th key={cell.id} scope="row">
                    <table.FlexRender cell={cell} />
                  </th>
                ) : (
                  <td key={cell.id} className={i > 2 ? 'number' : undefined}>
                    <table.FlexRender cell={cell} />
                  </td>
                ),
              )}
            </tr>
          ))}
        </tbody>
      </table>
    </Scroll>
  );
}

function useColumns() {
  const t = useT();
  const format = useFormat();
  const text = useLocalized();
  return useMemo(
    () =>
      helper.columns([
        helper.accessor('name', {
          header: t('ranking.person'),
          cell: ({ row: { original: r } }) => (
            <>
              {r.name} {r.star && <Star size={14} title={t('ranking.star')} />}
            </>
          ),
        }),
        helper.accessor((r) => text(r.department), { id: 'department', header: t('ranking.department') }),
        helper.accessor((r) => text(r.post), { id: 'post', header: t('ranking.post') }),
        helper.accessor('rankLow', {
          header: t('ranking.possibleRank'),
          cell: ({ row: { original: r } }) => (r.rankLow === r.rankHigh ? r.rankLow : `${r.rankLow}–${r.rankHigh}`),
        }),
        helper.accessor('score', { header: t('ranking.score'), cell: (c) => <b>{format.score(c.getValue())}</b> }),
        helper.accessor('low', {
          header: t('ranking.interval'),
          cell: ({ row: { original: r } }) => format.interval(r.low, r.high),
        }),
        helper.accessor('topProbability', { header: t('ranking.top'), cell: (c) => format.percent(c.getValue()) }),
        helper.accessor('reliability', { header: t('ranking.reliability'), cell: (c) => format.percent(c.getValue()) }),
        helper.accessor('ratings', { header: t('ranking.ratings'), cell: (c) => format.count(c.getValue()) }),
        helper.accessor('visits', { header: t('ranking.visits'), cell: (c) => format.count(c.getValue()) }),
        helper.accessor('spotChecks', { header: t('ranking.spotChecks'), cell: (c) => format.count(c.getValue()) }),
        helper.accessor('observers', { header: t('ranking.observers'), cell: (c) => format.count(c.getValue()) }),
        helper.accessor('trainingMinutes', { header: t('ranking.hours'), cell: (c) => format.hours(c.getValue()) }),
      ]),
    [t, format, text],
  );
}
