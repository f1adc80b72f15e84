import { Trouble } from '../../api/client';
import { useT } from '../../i18n/setup';
import { useOpenDrafts } from '../../lib/field/drafts';
import { refreshKit } from '../../lib/field/kit';
import { useNames } from '../../lib/field/names';
import { useFormat, useSession } from '../../lib/session';
import { ButtonLink } from '../../ui/ButtonLink';
import { DockRoom } from '../../ui/Dock';
import { Failure } from '../../ui/Failure';
import { Notice } from '../../ui/Notice';
import { Skeleton } from '../../ui/Skeleton';
import { CheckList } from './CheckList';
import { Coverage } from './Coverage';
import { Drafts } from './Drafts';
import { PlanList } from './PlanList';
import styles from './Today.module.css';
import type { useToday } from './today';
import { Waiting } from './Waiting';

type Day = ReturnType<typeof useToday>;

/** An observer's day: what was begun, whom to observe, what was sent. */
export function Today({ today }: { today: Day }) {
  const t = useT();
  const session = useSession();
  const drafts = useOpenDrafts(session.accountId);
  return (
    <div className="stack">
      <Drafts drafts={drafts} />
      {today.refused > 0 && (
        <Notice tone="danger">
          <p>{t('checks.refusedSome', { n: today.refused })}</p>
          <p className={styles.action}>
            <ButtonLink to={'/outbox' as '/'}>{t('checks.outbox')}</ButtonLink>
          </p>
        </Notice>
      )}
      <div className={styles.columns}>
        <div className="stack">
          <Planned today={today} />
        </div>
        {session.employee && (
          <CheckList
            title={t('checks.mine')}
            observerId={session.employee.id}
            empty={t('checks.mineEmpty')}
            before={today.waiting.length > 0 && <Waiting items={[...today.waiting].reverse()} />}
          />
        )}
      </div>
      <DockRoom />
    </div>
  );
}

function Planned({ today }: { today: Day }) {
  const t = useT();
  const format = useFormat();
  const names = useNames(today.roster);
  const { employee } = useSession();
  const { plan, wards, ready, busy, failed } = today;
  if (!employee) return <Notice tone="info">{t('checks.notOnRoster')}</Notice>;
  if (!plan || !wards) {
    if (failed) return <Failure error={new Trouble(failed, '')} retry={() => void refreshKit({ force: true })} />;
    if (failed === 0 || (ready && today.roster && !busy)) return <Notice tone="info">{t('plan.noKit')}</Notice>;
    return <Skeleton lines={6} height={56} />;
  }
  return (
    <>
      {today.isOldPlan && <Notice tone="warn">{t('plan.old', { day: format.day(plan.day) })}</Notice>}
      <Coverage plan={plan} names={names} />
      <h2>{today.isOldPlan ? t('plan.of', { day: format.day(plan.day) }) : t('plan.title')}</h2>
      {wards.length > 0 ? <PlanList wards={wards} names={names} /> : <Notice tone="info">{t('plan.none')}</Notice>}
    </>
  );
}
