import { useState } from 'react';
import { useT } from '../../i18n/setup';
import type { Names } from '../../lib/field/names';
import { Button } from '../../ui/Button';
import styles from './PlanList.module.css';
import { PlanRow } from './PlanRow';
import type { Ward } from './walk';

/** The plan as a walk: ward by ward. */
export function PlanList({ wards, names }: { wards: Ward[]; names: Names }) {
  return wards.map((ward) => <OfWard key={ward.departmentId} ward={ward} names={names} />);
}

/** How many people of a ward are shown at first: the next ward stays in sight. */
const few = 6;

function OfWard({ ward, names }: { ward: Ward; names: Names }) {
  const t = useT();
  const [all, setAll] = useState(false);
  const { stops, open, departmentId } = ward;
  const hidden = all || stops.length <= few + 1 ? 0 : stops.length - few;
  return (
    <section className={styles.ward} aria-label={names.ward(departmentId)}>
      <header className={styles.head}>
        <h3>{names.ward(departmentId)}</h3>
        <span className={styles.left}>{t('plan.left', { n: open })}</span>
      </header>
      <ul>
        {stops.slice(0, stops.length - hidden).map((stop) => (
          <PlanRow key={`${stop.person.id} ${stop.item.why}`} stop={stop} names={names} />
        ))}
      </ul>
      {hidden > 0 && (
        <div className={styles.more}>
          <Button quiet wide onClick={() => setAll(true)}>
            {t('plan.more', { n: hidden })}
          </Button>
        </div>
      )}
    </section>
  );
}
