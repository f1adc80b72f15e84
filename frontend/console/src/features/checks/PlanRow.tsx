import IconCheck from '@tabler/icons-react/dist/esm/icons/IconCheck.mjs';
import IconChevronRight from '@tabler/icons-react/dist/esm/icons/IconChevronRight.mjs';
import IconUsers from '@tabler/icons-react/dist/esm/icons/IconUsers.mjs';
import { Link } from '@tanstack/react-router';
import { type Translate, useT } from '../../i18n/setup';
import type { Names } from '../../lib/field/names';
import type { PlanItem } from '../../lib/field/types';
import { useFormat } from '../../lib/session';
import { Icon } from '../../ui/Icon';
import styles from './PlanList.module.css';
import rows from './Row.module.css';
import type { Stop } from './walk';

/** Somebody to observe: why, how often they have been, and the way to begin. */
export function PlanRow({ stop, names }: { stop: Stop; names: Names }) {
  const { item, person, state } = stop;
  const work = names.post(
    (person.postings.find((p) => p.departmentId === item.departmentId) ?? person.postings[0])?.postId,
  );
  if (state !== 'open') return <Done name={person.name} work={work} waits={state === 'waits'} />;
  return (
    <li>
      <Link
        to="/checks/new"
        search={{ employee: person.id, department: item.departmentId }}
        className={`${rows.row} ${styles.row}`}
      >
        <span>
          <b>{person.name}</b> <span className={styles.work}>{work}</span>
          <Reasons item={item} />
        </span>
        <Icon of={IconChevronRight} />
      </Link>
    </li>
  );
}

function Reasons({ item }: { item: PlanItem }) {
  const t = useT();
  const format = useFormat();
  const { seen, need, lastOn } = item;
  const last = lastOn ? t('plan.last', { day: format.dayShort(lastOn) }) : '';
  return (
    <>
      <span className={styles.seen}>
        <span className={styles.strip} aria-hidden="true">
          {Array.from({ length: Math.min(need, 12) }, (_, i) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: the marks are all alike
            <i key={i} className={i < seen ? styles.full : undefined} />
          ))}
        </span>
        <span>{[seenOften(t, item), last].filter(Boolean).join(' · ')}</span>
      </span>
      <span className={styles.why}>
        {item.why === 'double' && <Icon of={IconUsers} size={16} />}
        <span>{[why(t, item), item.shift && t(`plan.shift.${item.shift}`)].filter(Boolean).join(' · ')}</span>
      </span>
    </>
  );
}

/** How often somebody has been observed, of how often is enough. */
export const seenOften = (t: Translate, { seen, need }: PlanItem): string =>
  seen < need ? t('plan.seen', { seen, need }) : t('plan.enough', { n: seen });

function why(t: Translate, { why, with: other }: PlanItem): string {
  if (why !== 'double') return t(`plan.why.${why}`);
  return other ? t('plan.why.double', { name: other }) : t('plan.why.doubleAny');
}

function Done({ name, work, waits }: { name: string; work: string; waits: boolean }) {
  const t = useT();
  return (
    <li className={styles.done}>
      <span className={styles.tick}>
        <Icon of={IconCheck} size={16} />
      </span>
      <span>
        <b>{name}</b> <span className={styles.work}>{work}</span>
        <span className={styles.why}>{t(waits ? 'plan.waits' : 'plan.done')}</span>
      </span>
    </li>
  );
}
