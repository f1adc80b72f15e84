import { useT } from '../../i18n/setup';
import type { Names } from '../../lib/field/names';
import styles from './PlanList.module.css';
import { PlanRow } from './PlanRow';
import type { Ward } from './walk';

/** The plan as a walk: ward by ward. */
export function PlanList({ wards, names }: { wards: Ward[]; names: Names }) {
  const t = useT();
  return wards.map((ward) => (
    <section key={ward.departmentId} className={styles.ward} aria-label={names.ward(ward.departmentId)}>
      <header className={styles.head}>
        <h3>{names.ward(ward.departmentId)}</h3>
        <span className={styles.left}>{t('plan.left', { n: ward.open })}</span>
      </header>
      <ul>
        {ward.stops.map((stop) => (
          <PlanRow key={`${stop.person.id} ${stop.item.why}`} stop={stop} names={names} />
        ))}
      </ul>
    </section>
  ));
}
