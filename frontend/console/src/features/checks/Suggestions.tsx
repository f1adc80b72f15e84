import { useT } from '../../i18n/setup';
import type { Names } from '../../lib/field/names';
import type { Person, Place, Roster } from '../../lib/field/types';
import { useSession } from '../../lib/session';
import styles from './FindPerson.module.css';
import { inWard } from './nearby';
import { PersonRow } from './PersonRow';
import { recent } from './recent';
import { ahead, type Ward } from './walk';

interface Props {
  roster: Roster;
  wards: Ward[];
  names: Names;
  place?: Place;
}

/** How many of today's plan are suggested: the whole of it is one step back. */
const few = 5;

/** Who is probably meant: who works where the observer stands, whom the plan has next, who was observed lately. */
export function Suggestions({ roster, wards, names, place }: Props) {
  const t = useT();
  const { accountId } = useSession();
  if (place) {
    const here = inWard(roster, place.departmentId);
    return (
      <Group
        title={t('checks.here', { ward: names.ward(place.departmentId) })}
        people={here}
        names={names}
        place={place}
      />
    );
  }
  const next = ahead(wards).slice(0, few);
  const planned = new Set(next.map((s) => s.person.id));
  const lately = recent(accountId).flatMap((id) => roster.employees.find((e) => e.id === id && !planned.has(id)) ?? []);
  return (
    <>
      <Group
        title={t('checks.planned')}
        people={next.map((s) => s.person)}
        names={names}
        departments={next.map((s) => s.item.departmentId)}
      />
      <Group title={t('checks.recent')} people={lately} names={names} />
    </>
  );
}

interface GroupProps {
  title: string;
  people: Person[];
  names: Names;
  departments?: number[];
  place?: Place;
}

/** A ward on one screen's worth of people. */
const ward = 60;

function Group({ title, people, names, departments, place }: GroupProps) {
  if (people.length === 0) return null;
  return (
    <section aria-label={title}>
      <h2 className={styles.title}>{title}</h2>
      <ul className={styles.list}>
        {people.slice(0, ward).map((person, i) => (
          <PersonRow
            key={person.id}
            person={person}
            names={names}
            department={departments?.[i] ?? place?.departmentId}
            place={place?.badge}
          />
        ))}
      </ul>
    </section>
  );
}
