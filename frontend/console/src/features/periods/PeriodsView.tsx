import IconPlus from '@tabler/icons-react/dist/esm/icons/IconPlus.mjs';
import { Link } from '@tanstack/react-router';
import type { Period } from '../../api/types';
import { useT } from '../../i18n/setup';
import { current, lastDay, nextMonth } from '../../lib/periods';
import { may, useFormat, useSession } from '../../lib/session';
import { Button } from '../../ui/Button';
import { Card } from '../../ui/Card';
import { ExportLinks } from '../../ui/ExportLinks';
import { Failure } from '../../ui/Failure';
import { Life } from '../../ui/Life';
import { useCreate } from './actions';
import { ComputeButton } from './ComputeButton';
import styles from './PeriodsView.module.css';
import { PeriodTable } from './PeriodTable';

/** The periods: what work is on now, and all of them. */
export function PeriodsView({ periods }: { periods: Period[] }) {
  const now = current(periods);
  return (
    <div className="stack">
      {now && <Current key={now.name} period={now} />}
      <PeriodTable periods={periods} now={now} />
      <Next periods={periods} />
    </div>
  );
}

function Current({ period }: { period: Period }) {
  const t = useT();
  const session = useSession();
  const format = useFormat();
  const span = {
    from: format.day(period.startsOn),
    to: format.day(lastDay(period)),
    scheme: period.scheme.name,
    version: period.scheme.version,
  };
  return (
    <Card title={format.month(period.name)} lead={t('period.span', span)}>
      <Life period={period} />
      <div className={styles.actions}>
        <p className="muted">
          {period.computedAt
            ? t('period.computedAt', { time: format.dateTime(new Date(period.computedAt)) })
            : t('period.notComputed')}
        </p>
        {period.computedAt && may(session, 'read ranking') && (
          <Link to="/ranking" search={{ period: period.name }}>
            {t('period.openRanking')}
          </Link>
        )}
        <span className={`${styles.buttons} no-print`}>
          <ExportLinks period={period} look="plain" />
          <ComputeButton period={period} main />
        </span>
      </div>
    </Card>
  );
}

/** Opens the next month, for those who may. */
function Next({ periods }: { periods: Period[] }) {
  const t = useT();
  const format = useFormat();
  const create = useCreate();
  const name = nextMonth(periods, new Date());
  if (!may(useSession(), 'manage period')) return null;
  return (
    <div className={`${styles.next} no-print`}>
      {create.error && <Failure error={create.error} />}
      <Button icon={IconPlus} busy={create.isPending} onClick={() => create.mutate(name)}>
        {t('period.create', { month: format.month(name) })}
      </Button>
    </div>
  );
}
