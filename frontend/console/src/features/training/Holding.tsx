import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useT } from '../../i18n/setup';
import { may, useLocalized, useSession } from '../../lib/session';
import { dayAt } from '../../lib/zone';
import { Card } from '../../ui/Card';
import styles from './CheckInView.module.css';
import { openQuery } from './checkIn';

/** To whoever holds a session now: they do not check in, they let others. */
export function Holding() {
  const t = useT();
  const text = useLocalized();
  const session = useSession();
  const isTrainer = may(session, 'credit hours') && session.employee !== undefined;
  const today = dayAt(new Date(), session.hospital.timeZone);
  const { data: open = [] } = useQuery({ ...openQuery(today), enabled: isTrainer });
  return open
    .filter((s) => isTrainer && s.trainerId === session.employee?.id)
    .map((s) => (
      <Card key={s.id} title={text(s.course)} lead={t('checkin.holding')}>
        <p className={styles.links}>
          <Link to="/sessions/$sessionId" params={{ sessionId: String(s.id) }} search={{ view: 'scan' }}>
            {t('sessions.scanThem')}
          </Link>
          <Link to="/sessions/$sessionId" params={{ sessionId: String(s.id) }} search={{ view: 'code' }}>
            {t('sessions.showCode')}
          </Link>
        </p>
      </Card>
    ));
}
