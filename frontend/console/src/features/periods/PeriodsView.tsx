import IconCalculator from '@tabler/icons-react/dist/esm/icons/IconCalculator.mjs';
import IconDownload from '@tabler/icons-react/dist/esm/icons/IconDownload.mjs';
import IconPlus from '@tabler/icons-react/dist/esm/icons/IconPlus.mjs';
import { Link } from '@tanstack/react-router';
import type { Period } from '../../api/types';
import { useT } from '../../i18n/setup';
import { current, lastDay, mayCompute, nextMonth } from '../../lib/periods';
import { may, useFormat, useSession } from '../../lib/session';
import { Button, DownloadLink } from '../../ui/Button';
import { Card } from '../../ui/Card';
import { Failure } from '../../ui/Failure';
import { Life } from '../../ui/Life';
import { Notice } from '../../ui/Notice';
import { useCompute, useCreate } from './actions';
import styles from './PeriodsView.module.css';
import { PeriodTable } from './PeriodTable';

/** The periods: what work is on now, and all of them. */
export function PeriodsView({ periods }: { periods: Period[] }) {
  const now = current(periods);
  return (
    <div className="stack">
      {now && <Current key={now.name} period={now} />}
      <PeriodTable periods={periods} />
      <Next periods={periods} />
    </div>
  );
}

function Current({ period }: { period: Period }) {
  const t = useT();
  const format = useFormat();
  const session = useSession();
  const compute = useCompute(period.name);
  const { computedAt } = period;
  return (
    <Card
      title={format.month(period.name)}
      lead={t('period.span', {
        from: format.day(period.startsOn),
        to: format.day(lastDay(period)),
        scheme: period.scheme.name,
        version: period.scheme.version,
      })}
    >
      <Life period={period} />
      <div className="stack" aria-live="polite">
        {compute.isPending && <Notice tone="info">{t('period.computing')}</Notice>}
        {compute.isSuccess && <Notice tone="info">{t('period.computedNow')}</Notice>}
        {compute.error && <Failure error={compute.error} retry={() => compute.mutate()} />}
      </div>
      <div className={`${styles.actions} no-print`}>
        {computedAt && (
          <p className="muted">
            {t('period.computedAt', { time: format.dateTime(new Date(computedAt)) })}{' '}
            <Link to="/ranking" search={{ period: period.name }}>
              {t('period.openRanking')}
            </Link>
          </p>
        )}
        <span className={styles.buttons}>
          {computedAt && may(session, 'export score') && <Files name={period.name} />}
          {mayCompute(period) && may(session, 'compute period') && (
            <Button main icon={IconCalculator} busy={compute.isPending} onClick={() => compute.mutate()}>
              {computedAt ? t('period.recompute') : t('period.compute')}
            </Button>
          )}
        </span>
      </div>
    </Card>
  );
}

function Files({ name }: { name: string }) {
  const t = useT();
  return (
    <>
      <DownloadLink icon={IconDownload} href={`/api/v1/periods/${name}/export?format=xlsx`}>
        {t('export.xlsx')}
      </DownloadLink>
      <DownloadLink icon={IconDownload} href={`/api/v1/periods/${name}/export?format=csv`}>
        {t('export.csv')}
      </DownloadLink>
    </>
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
