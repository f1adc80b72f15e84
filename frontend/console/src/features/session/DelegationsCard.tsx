import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useT } from '../../i18n/setup';
import { roleName } from '../../lib/roles';
import { useFormat, useSession } from '../../lib/session';
import { addDays, dayAt } from '../../lib/zone';
import { Button } from '../../ui/Button';
import { Card } from '../../ui/Card';
import { Failure } from '../../ui/Failure';
import { Loaded } from '../../ui/Loaded';
import { Sheet } from '../../ui/Sheet';
import { Skeleton } from '../../ui/Skeleton';
import { DelegateForm, type People } from './DelegateForm';
import { current, type Delegation, delegationsQuery, endDelegation } from './delegations';
import styles from './Profile.module.css';

/** Who stands in for me, and for whom I do; and how to hand a role over. */
export function DelegationsCard({ people }: { people: People }) {
  const t = useT();
  const session = useSession();
  const query = useQuery(delegationsQuery);
  const [open, setOpen] = useState(false);
  const [error, setError] = useState<Error | null>(null);
  const today = dayAt(new Date(), session.hospital.timeZone);
  const roles = session.roles.filter((r) => !r.to || r.to > today);
  if (roles.length === 0 && !query.data?.length) return null; // nothing to hand over
  return (
    <Card title={t('me.standIns')} lead={t('me.standInsLead')}>
      <Loaded query={query} skeleton={<Skeleton lines={2} />}>
        {(list) => (
          <div className="stack">
            {error && <Failure error={error} />}
            {current(list, today).length === 0 && <p className="muted">{t('me.noStandIns')}</p>}
            <ul className={styles.sessions}>
              {current(list, today).map((d) => (
                <Row key={d.id} of={d} onEnd={() => endDelegation(d.id).catch(setError)} />
              ))}
            </ul>
            {roles.length > 0 && <Button onClick={() => setOpen(true)}>{t('me.handOver')}</Button>}
          </div>
        )}
      </Loaded>
      {open && (
        <Sheet form title={t('me.handOver')} onClose={() => setOpen(false)}>
          <DelegateForm roles={roles} people={people} today={today} onDone={() => setOpen(false)} />
        </Sheet>
      )}
    </Card>
  );
}

function Row({ of: d, onEnd }: { of: Delegation; onEnd: () => void }) {
  const t = useT();
  const format = useFormat();
  const { accountId } = useSession();
  const role = roleName(t, d.role);
  return (
    <li>
      <div className={styles.device}>
        <div>
          {d.fromAccountId === accountId
            ? t('me.gave', { role, name: d.toName })
            : t('me.took', { role, name: d.fromName })}
        </div>
        <div className="muted small">
          {t('me.span', { from: format.day(d.from), to: format.day(addDays(d.to, -1)) })}
          {d.reason && ` · ${d.reason}`}
        </div>
      </div>
      <Button quiet onClick={onEnd}>
        {t('sessions.end')}
      </Button>
    </li>
  );
}
