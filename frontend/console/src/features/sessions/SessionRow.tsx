import IconChevronRight from '@tabler/icons-react/dist/esm/icons/IconChevronRight.mjs';
import { Link } from '@tanstack/react-router';
import type { Lesson } from '../../api/types';
import { useT } from '../../i18n/setup';
import { phase } from '../../lib/lessons';
import { useLocalized } from '../../lib/session';
import { Chip } from '../../ui/Chip';
import { Icon } from '../../ui/Icon';
import styles from './SessionRow.module.css';
import { useWhen } from './when';

/** A session in a list: what, when, where, and how many. */
export function SessionRow({ session }: { session: Lesson }) {
  const text = useLocalized();
  const when = useWhen();
  return (
    <li>
      <Link to="/sessions/$sessionId" params={{ sessionId: String(session.id) }} className={styles.row}>
        <span className={styles.what}>
          <b>{text(session.course)}</b>
          <small>
            {when(session)} · {session.place}
          </small>
        </span>
        <span className={styles.many}>
          <HowMany session={session} />
        </span>
        <Icon of={IconChevronRight} />
      </Link>
    </li>
  );
}

/** How many mean to come or, once it began, came; and what has yet to be done. */
export function HowMany({ session: s }: { session: Lesson }) {
  const t = useT();
  const at = phase(s, Date.now());
  if (at === 'cancelled') return <Chip tone="missing">{t('sessions.cancelled')}</Chip>;
  if (at === 'ahead') {
    return (
      <>
        <span>
          {s.capacity > 0
            ? t('sessions.enrolledOf', { n: s.enrolled, m: s.capacity })
            : t('sessions.enrolled', { n: s.enrolled })}
        </span>
        {s.waiting > 0 && <Chip tone="plain">{t('sessions.waiting', { n: s.waiting })}</Chip>}
      </>
    );
  }
  const over = Date.now() >= Date.parse(s.endsAt);
  return (
    <>
      <span>{t('sessions.present', { n: s.present })}</span>
      {over && s.credited < s.present && (
        <Chip tone="warn">{t('sessions.toCredit', { n: s.present - s.credited })}</Chip>
      )}
      {over && s.present > 0 && s.credited >= s.present && <Chip tone="met">{t('sessions.allCredited')}</Chip>}
    </>
  );
}
