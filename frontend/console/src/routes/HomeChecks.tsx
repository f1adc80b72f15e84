import IconScan from '@tabler/icons-react/dist/esm/icons/IconScan.mjs';
import { Link } from '@tanstack/react-router';
import { useToday } from '../features/checks/today';
import { useT } from '../i18n/setup';
import { useNames } from '../lib/field/names';
import { useFormat } from '../lib/session';
import { ButtonLink } from '../ui/ButtonLink';
import { Card } from '../ui/Card';
import { Skeleton } from '../ui/Skeleton';
import styles from './HomePage.module.css';

/** An observer's day in short, and the way to begin. */
export function HomeChecks() {
  const t = useT();
  const format = useFormat();
  const { plan, roster, isOldPlan, ready, busy } = useToday();
  const coming = !plan && (!ready || busy);
  const names = useNames(roster);
  const items = isOldPlan ? [] : (plan?.items ?? []);
  const done = items.filter((item) => item.done).length;
  const next = items.find((item) => !item.done);
  const person = next && roster?.employees.find((e) => e.id === next.employeeId);
  return (
    <Card title={t('checks.title')} lead={plan && !isOldPlan ? format.day(plan.day) : coming ? '\u00a0' : undefined}>
      <div className={styles.first}>
        {items.length > 0 && (
          <p className={styles.figure}>
            {format.count(done)} <small>{t('home.ofPlanned', { n: items.length })}</small>
          </p>
        )}
        {coming && <Skeleton lines={2} height={27} />}
        <p className="muted" hidden={coming}>
          {person && next
            ? t('home.nextPerson', { name: person.name, ward: names.ward(next.departmentId) })
            : t(items.length > 0 ? 'home.planDone' : 'home.noPlan')}
        </p>
        <div className={styles.start}>
          <ButtonLink main icon={IconScan} to="/checks/new">
            {t('checks.start')}
          </ButtonLink>
        </div>
        <p className={styles.more}>
          <Link to="/checks">{t('home.allChecks')}</Link>
        </p>
      </div>
    </Card>
  );
}
