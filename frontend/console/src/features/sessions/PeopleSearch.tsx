import IconSearch from '@tabler/icons-react/dist/esm/icons/IconSearch.mjs';
import { useQuery } from '@tanstack/react-query';
import { useDeferredValue, useState } from 'react';
import { useT } from '../../i18n/setup';
import { Failure } from '../../ui/Failure';
import { SearchField } from '../../ui/Field';
import { Icon } from '../../ui/Icon';
import styles from './PeopleSearch.module.css';
import { peopleQuery } from './queries';
import type { Person } from './ticks';

interface Props {
  label: string;
  on: string; // employed on that day
  onPick: (person: Person) => void;
}

/** Finds somebody by a part of their name or number. */
export function PeopleSearch({ label, on, onPick }: Props) {
  const t = useT();
  const [words, setWords] = useState('');
  const search = useDeferredValue(words.trim());
  const query = useQuery({ ...peopleQuery(search, on), placeholderData: (before) => before });
  const found = search ? query.data : undefined;
  return (
    <div className={styles.search}>
      <SearchField label={label} value={words} onChange={setWords} icon={<Icon of={IconSearch} size={18} />} />
      {query.error && search && <Failure error={query.error} retry={() => void query.refetch()} />}
      {found && (
        <ul className={styles.list} aria-label={t('sessions.people.found')}>
          {found.map((e) => (
            <li key={e.id}>
              <button
                type="button"
                onClick={() => {
                  setWords('');
                  onPick({ employeeId: e.id, number: e.number, name: e.name });
                }}
              >
                <b>{e.name}</b>
                <span>{e.number}</span>
              </button>
            </li>
          ))}
          {found.length === 0 && <li className={styles.none}>{t('sessions.people.none')}</li>}
        </ul>
      )}
    </div>
  );
}
