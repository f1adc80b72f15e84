import { useMediaQuery } from '@mantine/hooks';
import IconSearch from '@tabler/icons-react/dist/esm/icons/IconSearch.mjs';
import { useNavigate } from '@tanstack/react-router';
import { type FormEvent, type KeyboardEvent, type ReactNode, useRef, useState } from 'react';
import { useT } from '../../i18n/setup';
import { useNames } from '../../lib/field/names';
import type { Place, Roster } from '../../lib/field/types';
import { useHotkeys } from '../../lib/hotkeys';
import { useSession } from '../../lib/session';
import { SearchField } from '../../ui/Field';
import { Icon } from '../../ui/Icon';
import { Notice } from '../../ui/Notice';
import styles from './FindPerson.module.css';
import { find, isFound } from './nearby';
import { PersonRow } from './PersonRow';
import { Suggestions } from './Suggestions';
import type { Ward } from './walk';

interface Props {
  roster: Roster;
  wards: Ward[];
  place?: Place;
  scan: (on: boolean) => ReactNode; // the camera and what it says
  code: ReactNode; // the field for a code
}

/** How many people are listed: who is not among them is found sooner by another letter. */
const most = 20;

/** Finds whom to observe: by the badge, by its code, by name, or among those who are near at hand. */
export function FindPerson({ roster, wards, place, scan, code }: Props) {
  const t = useT();
  const navigate = useNavigate();
  const names = useNames(roster);
  const { employee } = useSession();
  const field = useRef<HTMLInputElement>(null);
  const [words, setWords] = useState('');
  const searching = words.trim() !== '';
  const roomy = useMediaQuery('(min-width: 56.01em)');
  const beside = roomy || !searching; // on a phone whoever types needs the room
  const found = searching ? find(roster, words, place?.departmentId) : [];
  useHotkeys({ '/': () => field.current?.focus() });
  const submit = (e: FormEvent) => {
    e.preventDefault();
    const first = found[0];
    if (first) void navigate({ to: '/checks/new', search: { employee: first.id, place: place?.badge } });
  };
  const none = searching && found.length === 0;
  const myself = none && employee !== undefined && isFound(employee, words);
  return (
    <div className={styles.columns}>
      <div className={styles.by}>
        {scan(beside)}
        {beside && code}
      </div>
      {/* biome-ignore lint/a11y/noStaticElementInteractions: the arrows go through its field and links */}
      <div className={styles.by} onKeyDown={walkThrough}>
        <search>
          <form onSubmit={submit}>
            <SearchField
              ref={field}
              label={t('checks.search')}
              value={words}
              onChange={setWords}
              icon={<Icon of={IconSearch} size={18} />}
            />
          </form>
        </search>
        <p className="visually-hidden" role="status">
          {searching && t('checks.found', { n: found.length })}
        </p>
        {myself && <Notice tone="info">{t('checks.yourself')}</Notice>}
        {none && !myself && <p className="muted">{t('checks.noneFound', { words })}</p>}
        {found.length > 0 && (
          <ul className={styles.list}>
            {found.slice(0, most).map((person) => (
              <PersonRow key={person.id} person={person} names={names} place={place?.badge} />
            ))}
          </ul>
        )}
        {found.length > most && <p className="muted small">{t('checks.firstFound', { n: most })}</p>}
        {!searching && <Suggestions roster={roster} wards={wards} names={names} place={place} />}
      </div>
    </div>
  );
}

/** The arrows lead from the field through the people and back. */
function walkThrough(e: KeyboardEvent<HTMLElement>) {
  const step = { ArrowDown: 1, ArrowUp: -1 }[e.key];
  if (!step || e.nativeEvent.isComposing) return;
  const stops = [...e.currentTarget.querySelectorAll<HTMLElement>('input, a')];
  const next = stops[stops.indexOf(document.activeElement as HTMLElement) + step];
  if (!next) return;
  e.preventDefault();
  next.focus();
}
