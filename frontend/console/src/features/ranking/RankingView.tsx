import IconSearch from '@tabler/icons-react/dist/esm/icons/IconSearch.mjs';
import { useRef } from 'react';
import type { Group, Ranking } from '../../api/types';
import { useT } from '../../i18n/setup';
import { familyName } from '../../lib/families';
import { useHotkeys } from '../../lib/hotkeys';
import { useLocalized } from '../../lib/session';
import { Button } from '../../ui/Button';
import { Card } from '../../ui/Card';
import { Picker, SearchField } from '../../ui/Field';
import { Icon } from '../../ui/Icon';
import { Notice } from '../../ui/Notice';
import { Segmented } from '../../ui/Segmented';
import { Chart } from './Chart';
import { Comparison } from './Comparison';
import { HowToRead } from './HowToRead';
import styles from './RankingView.module.css';
import { StandingsTable } from './StandingsTable';
import { chosen, chosenFew, counts, placesOf, tick } from './standings';
import { TooFewCard } from './TooFewCard';

/** What the reader has chosen to see; it is kept in the address. */
export interface Choice {
  family?: string;
  department?: number;
  q?: string;
  view?: 'table';
  compare?: number[];
}

interface Props {
  ranking: Ranking;
  choice: Choice;
  onChoose: (change: Choice) => void;
}

export function RankingView({ ranking, choice, onChoose }: Props) {
  const t = useT();
  const text = useLocalized();
  const group = ranking.groups.find((g) => g.family === choice.family) ?? ranking.groups[0];
  if (!group) return <Notice tone="info">{t('ranking.nobody')}</Notice>;
  const families = ranking.groups.map((g) => ({ value: g.family, label: familyName(t, g, text) }));
  return (
    <div className="stack">
      {families.length > 1 && (
        <div className="no-print">
          <Segmented
            label={t('ranking.family')}
            value={group.family}
            options={families}
            onChange={(family) => onChoose({ family, department: undefined, compare: undefined })}
          />
        </div>
      )}
      <Standings key={group.family} {...{ ranking, group, choice, onChoose }} />
    </div>
  );
}

function Standings({ ranking, group, choice, onChoose }: Props & { group: Group }) {
  const t = useT();
  const text = useLocalized();
  const ticked = choice.compare ?? [];
  const rows = chosen(group.rows, choice);
  const onTick = (id: number) => onChoose({ compare: tick(ticked, id) });
  return (
    <div className={choice.view === 'table' ? 'stack' : styles.columns}>
      <Card
        title={familyName(t, group, text)}
        lead={group.postNames.map(text).join(t('list.separator'))}
        side={<ViewSwitch choice={choice} onChoose={onChoose} />}
      >
        <div className="stack">
          <Conclusion group={group} />
          <Filters group={group} choice={choice} onChoose={onChoose} />
          {rows.length === 0 && (
            <NoMatch onClear={() => onChoose({ q: undefined, department: undefined })} few={group.rows.length === 0} />
          )}
          {rows.length > 0 &&
            (choice.view === 'table' ? (
              <StandingsTable rows={rows} />
            ) : (
              <Chart period={ranking.period} {...{ group, rows, ticked, onTick }} />
            ))}
        </div>
      </Card>
      <div className={styles.side}>
        <div className="no-print">
          <HowToRead group={group} />
        </div>
        <TooFewCard people={chosenFew(group.tooFew, choice)} threshold={ranking.threshold} />
        {choice.view !== 'table' && (
          <div className={`${styles.rest} no-print`}>
            <Comparison
              rows={group.rows.filter((r) => ticked.includes(r.employeeId))}
              onClear={() => onChoose({ compare: undefined })}
            />
          </div>
        )}
      </div>
    </div>
  );
}

/** The message of the chart, for who does not read charts. */
function Conclusion({ group }: { group: Group }) {
  const t = useT();
  if (group.rows.length === 0) return null;
  const { above, same, below } = counts(group.rows);
  return (
    <Notice tone="conclusion">
      <b>{t('ranking.conclusion', { above, below })}</b>
      <span className={styles.order}>{t('ranking.conclusionRest', { same })}</span>
    </Notice>
  );
}

function ViewSwitch({ choice, onChoose }: Pick<Props, 'choice' | 'onChoose'>) {
  const t = useT();
  return (
    <Segmented
      label={t('view.label')}
      value={choice.view ?? 'chart'}
      options={[
        { value: 'chart', label: t('view.chart') },
        { value: 'table', label: t('view.table') },
      ]}
      onChange={(view) => onChoose({ view: view === 'table' ? 'table' : undefined })}
    />
  );
}

function Filters({ group, choice, onChoose }: Pick<Props, 'choice' | 'onChoose'> & { group: Group }) {
  const t = useT();
  const text = useLocalized();
  const search = useRef<HTMLInputElement>(null);
  useHotkeys({ '/': () => search.current?.focus() });
  const departments = placesOf(group)
    .map((p) => ({ value: String(p.id), label: text(p.name) }))
    .sort((a, b) => a.label.localeCompare(b.label));
  return (
    <div className={`${styles.filters} no-print`}>
      <SearchField
        ref={search}
        label={t('ranking.search')}
        value={choice.q ?? ''}
        icon={<Icon of={IconSearch} size={18} />}
        onChange={(q) => onChoose({ q: q || undefined })}
      />
      {departments.length > 1 && (
        <Picker
          label={t('ranking.department')}
          value={String(choice.department ?? '')}
          options={[{ value: '', label: t('ranking.allDepartments') }, ...departments]}
          onChange={(id) => onChoose({ department: id ? Number(id) : undefined })}
        />
      )}
    </div>
  );
}

function NoMatch({ onClear, few }: { onClear: () => void; few: boolean }) {
  const t = useT();
  if (few) return <p className="muted">{t('ranking.allTooFew')}</p>;
  return (
    <div className={styles.noMatch}>
      <p className="muted">{t('ranking.noMatch')}</p>
      <Button onClick={onClear}>{t('action.clearFilters')}</Button>
    </div>
  );
}
