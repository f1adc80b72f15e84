import IconChevronRight from '@tabler/icons-react/dist/esm/icons/IconChevronRight.mjs';
import { Link } from '@tanstack/react-router';
import { useT } from '../../i18n/setup';
import type { Names } from '../../lib/field/names';
import type { Person } from '../../lib/field/types';
import { Icon } from '../../ui/Icon';
import styles from './FindPerson.module.css';
import rows from './Row.module.css';

interface Props {
  person: Person;
  names: Names;
  place?: string; // a place's badge, where it was scanned
  department?: number; // where they are to be observed
}

/** Somebody who can be chosen. Their number tells apart who has the same name. */
export function PersonRow({ person, names, place, department }: Props) {
  const t = useT();
  return (
    <li>
      <Link
        to="/checks/new"
        search={{ employee: person.id, place, department }}
        className={`${rows.row} ${styles.row}`}
      >
        <span>
          <b>{person.name}</b> <span className={styles.number}>{person.number}</span>
          <small>
            {[names.work(person, department), person.onDuty && t('plan.onDuty')].filter(Boolean).join(' · ')}
          </small>
        </span>
        <Icon of={IconChevronRight} />
      </Link>
    </li>
  );
}
