import { useQuery } from '@tanstack/react-query';
import type { Qualification } from '../../api/types';
import { useT } from '../../i18n/setup';
import { useFormat, useLocalized, useSession } from '../../lib/session';
import { dayAt } from '../../lib/zone';
import { Card } from '../../ui/Card';
import { Chip } from '../../ui/Chip';
import { Loaded } from '../../ui/Loaded';
import { Skeleton } from '../../ui/Skeleton';
import { daysUntil, sorted, tally } from './qualified';
import { qualificationsQuery } from './queries';
import styles from './TrainingView.module.css';

/** The courses, certificates and tests that one's post requires. */
export function QualificationsCard({ employeeId }: { employeeId: number }) {
  const t = useT();
  const query = useQuery(qualificationsQuery(employeeId));
  const list = sorted(query.data ?? []);
  const { lacking, expiring, valid } = tally(list);
  const lead = () => {
    if (list.length === 0) return t('certificates.none');
    if (lacking > 0) return t('certificates.lacking', { n: lacking, m: list.length });
    if (expiring > 0) return t('certificates.expiring', { n: expiring });
    return t('certificates.all', { n: list.length });
  };
  return (
    <Card title={t('certificates.title')} lead={query.data && lead()}>
      <Loaded query={query} skeleton={<Skeleton lines={4} height={40} />}>
        {() => (
          <>
            <ul className={styles.list}>
              {list
                .filter((q) => q.state !== 'valid')
                .map((q) => (
                  <Row key={`${q.kindId} ${q.courseId} ${q.assessmentId}`} of={q} />
                ))}
            </ul>
            {valid > 0 && (
              <details className={styles.more}>
                <summary>{t('certificates.valid', { n: valid })}</summary>
                <ul className={styles.list}>
                  {list
                    .filter((q) => q.state === 'valid')
                    .map((q) => (
                      <Row key={`${q.kindId} ${q.courseId} ${q.assessmentId}`} of={q} />
                    ))}
                </ul>
              </details>
            )}
          </>
        )}
      </Loaded>
    </Card>
  );
}

const sort = (q: Qualification) => (q.kindId ? 'kind' : q.courseId ? 'course' : 'test');

function Row({ of: q }: { of: Qualification }) {
  const t = useT();
  const format = useFormat();
  const text = useLocalized();
  const today = dayAt(new Date(), useSession().hospital.timeZone);
  const until = q.validUntil ? format.day(q.validUntil) : '';
  return (
    <li>
      <span className={styles.what}>
        <b>{text(q.what)}</b>
        <small>
          {t(`certificates.sort.${sort(q)}`)}
          {until && ` · ${t(q.state === 'expired' ? 'certificates.ended' : 'certificates.until', { date: until })}`}
        </small>
      </span>
      {q.state === 'missing' && <Chip tone="warn">{t(`certificates.missing.${sort(q)}`)}</Chip>}
      {q.state === 'expired' && <Chip tone="warn">{t('certificates.expired')}</Chip>}
      {q.state === 'expiring' && q.validUntil && (
        <Chip tone="plain">{t('certificates.days', { n: daysUntil(q.validUntil, today) })}</Chip>
      )}
      {q.state === 'valid' && <Chip tone="met">{t(`certificates.has.${sort(q)}`)}</Chip>}
    </li>
  );
}
