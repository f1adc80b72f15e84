import IconQrcode from '@tabler/icons-react/dist/esm/icons/IconQrcode.mjs';
import IconScan from '@tabler/icons-react/dist/esm/icons/IconScan.mjs';
import { Link } from '@tanstack/react-router';
import type { Lesson } from '../../api/types';
import { useT } from '../../i18n/setup';
import { doors, hasCode, phase } from '../../lib/lessons';
import { useFormat, useLocalized } from '../../lib/session';
import { Icon } from '../../ui/Icon';
import { HowMany } from './SessionRow';
import styles from './TodayCard.module.css';
import { useWhen } from './when';

/** A session of today, with what is done at its door. */
export function TodayCard({ session: s }: { session: Lesson }) {
  const t = useT();
  const format = useFormat();
  const text = useLocalized();
  const when = useWhen();
  const now = Date.now();
  const to = { to: '/sessions/$sessionId' as const, params: { sessionId: String(s.id) } };
  return (
    <article className={styles.card}>
      <Link {...to} className={styles.what}>
        <h3>{text(s.course)}</h3>
        <p>
          {when(s)} · {s.place}
        </p>
      </Link>
      <p className={styles.many}>
        <HowMany session={s} />
        {phase(s, now) === 'open' && s.enrolled > 0 && <span>{t('sessions.enrolled', { n: s.enrolled })}</span>}
      </p>
      {hasCode(s, now) && (
        <div className={styles.doors}>
          <Link {...to} search={{ view: 'code' }} className={styles.main}>
            <Icon of={IconQrcode} size={22} />
            {t('sessions.showCode')}
          </Link>
          <Link {...to} search={{ view: 'scan' }} className={styles.second}>
            <Icon of={IconScan} size={22} />
            {t('sessions.scanThem')}
          </Link>
        </div>
      )}
      {phase(s, now) === 'ahead' && (
        <p className="muted small">
          {t('sessions.opensAt', { time: format.time(new Date(Date.parse(s.startsAt) - doors)) })}
        </p>
      )}
    </article>
  );
}
