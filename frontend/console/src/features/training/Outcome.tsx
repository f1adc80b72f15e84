import IconCheck from '@tabler/icons-react/dist/esm/icons/IconCheck.mjs';
import { type ReactNode, useEffect, useRef } from 'react';
import type { Lesson } from '../../api/types';
import { useT } from '../../i18n/setup';
import { minutesOf } from '../../lib/lessons';
import { useFormat, useLocalized } from '../../lib/session';
import { Button } from '../../ui/Button';
import { Icon } from '../../ui/Icon';
import styles from './CheckInView.module.css';

interface Attended {
  cameAt: string;
  leftAt?: string | undefined;
}

interface InProps {
  session: Lesson | undefined; // not known: the network went as soon as it was done
  attendance: Attended;
  isFresh: boolean; // this very moment; otherwise the code was scanned again
  onLeave: () => void;
  onLeaveNow: (() => void) | undefined; // with the code at hand
}

/** Somebody is in. Who scans again later probably leaves, and is asked. */
export function In({ session, attendance, isFresh, onLeave, onLeaveNow }: InProps) {
  const t = useT();
  const format = useFormat();
  const since = format.time(new Date(attendance.cameAt));
  if (attendance.leftAt) {
    const left = format.time(new Date(attendance.leftAt));
    return (
      <Outcome session={session} title={t('checkin.left')}>
        <p className="muted">{t('checkin.leftAt', { from: since, to: left })}</p>
      </Outcome>
    );
  }
  return (
    <Outcome session={session} title={t('checkin.in')}>
      <p>{t('checkin.since', { time: since })}</p>
      <div className={styles.then}>
        {isFresh ? (
          <>
            <p className="muted">{t('checkin.later')}</p>
            <Button onClick={onLeave}>{t('checkin.out')}</Button>
          </>
        ) : (
          <>
            {session && (
              <p>
                {t('checkin.leaveNow', {
                  n: minutesOf(session, attendance.cameAt, new Date().toISOString()),
                  m: session.minutes,
                })}
              </p>
            )}
            <Button main onClick={onLeaveNow ?? onLeave}>
              {t('checkin.out')}
            </Button>
          </>
        )}
      </div>
    </Outcome>
  );
}

interface OutProps {
  session: Lesson | undefined;
  out: Attended & { credit: { minutes: number } };
}

/** Somebody has left, and has their hours. */
export function Out({ session, out }: OutProps) {
  const t = useT();
  const format = useFormat();
  return (
    <Outcome session={session} title={t('checkin.left')}>
      <p>{t('checkin.credited', { n: out.credit.minutes })}</p>
      {out.leftAt && (
        <p className="muted">
          {t('checkin.leftAt', { from: format.time(new Date(out.cameAt)), to: format.time(new Date(out.leftAt)) })}
        </p>
      )}
    </Outcome>
  );
}

interface OutcomeProps {
  session: Lesson | undefined;
  title: string;
  children: ReactNode;
}

/** What became of it, large enough to show to the trainer. */
function Outcome({ session, title, children }: OutcomeProps) {
  const text = useLocalized();
  const head = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    document.title = `${title} · Wardstar`;
    head.current?.focus();
  }, [title]);
  return (
    <div className={styles.done}>
      <span className={styles.mark}>
        <Icon of={IconCheck} size={52} />
      </span>
      <h1 ref={head} tabIndex={-1}>
        {title}
      </h1>
      {session && <p className={styles.course}>{text(session.course)}</p>}
      {session && <p className="muted">{session.place}</p>}
      {children}
    </div>
  );
}
