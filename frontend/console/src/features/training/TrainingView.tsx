import { useQuery } from '@tanstack/react-query';
import { useT } from '../../i18n/setup';
import { useSession } from '../../lib/session';
import { Loaded } from '../../ui/Loaded';
import { Notice } from '../../ui/Notice';
import { PageHead } from '../../ui/PageHead';
import { Skeleton } from '../../ui/Skeleton';
import { ComingCard } from './ComingCard';
import { ExternalCard } from './ExternalCard';
import { HoursCard } from './HoursCard';
import { QualificationsCard } from './QualificationsCard';
import { hoursQuery } from './queries';
import { TestsCard } from './TestsCard';
import styles from './TrainingView.module.css';

/** One's own training: the hours, what is lacking, what one can go to, what one did elsewhere. */
export function TrainingView() {
  const t = useT();
  const id = useSession().employee?.id ?? 0;
  const hours = useQuery({ ...hoursQuery(id), enabled: id > 0 });
  if (id === 0) {
    return (
      <>
        <PageHead title={t('nav.training')} />
        <Notice tone="info">{t('training.nobody')}</Notice>
      </>
    );
  }
  return (
    <>
      <PageHead title={t('nav.training')} />
      <div className={styles.page}>
        <div className={styles.column}>
          <Loaded query={hours} skeleton={<Skeleton lines={4} height={32} />}>
            {(data) => <HoursCard hours={data} />}
          </Loaded>
          <QualificationsCard employeeId={id} />
        </div>
        <div className={styles.column}>
          <ComingCard employeeId={id} />
          <ExternalCard employeeId={id} />
          <TestsCard />
        </div>
      </div>
    </>
  );
}
