import IconScan from '@tabler/icons-react/dist/esm/icons/IconScan.mjs';
import { useQuery } from '@tanstack/react-query';
import { type ReactNode, useEffect, useRef, useState } from 'react';
import { useT } from '../../i18n/setup';
import { lessonQuery } from '../../lib/lessonQueries';
import { useFormat, useLocalized } from '../../lib/session';
import { Button } from '../../ui/Button';
import { Notice } from '../../ui/Notice';
import { PageHead } from '../../ui/PageHead';
import styles from './CheckInView.module.css';
import { CodeForm } from './CodeForm';
import { useCheckIn, useCheckOut } from './checkIn';
import { Holding } from './Holding';
import { In, Out } from './Outcome';
import { refusal } from './refusal';
import { type Seen, seenIn } from './token';

interface Props {
  seen: Seen | undefined; // what the address of the page says
  onTaken: () => void; // it is used: the address forgets it
  camera: (tell: (text: string) => void, hint: string) => ReactNode;
}

/** Checks whoever is signed in into a session: at once by the code in the address, else by camera or by hand. */
export function CheckInView({ seen, onTaken, camera }: Props) {
  const t = useT();
  const checkIn = useCheckIn();
  const checkOut = useCheckOut();
  const [last, setLast] = useState<Seen>();
  const [leaving, setLeaving] = useState(false);
  const [stranger, setStranger] = useState(false);
  const { data: session, isPending: isLooking } = useQuery({
    ...lessonQuery(last?.sessionId ?? 0),
    enabled: last !== undefined,
  });

  const take = (found: Seen, out: boolean) => {
    setLast(found);
    setStranger(false);
    if (out) checkOut.mutate(found);
    else checkIn.mutate(found);
  };
  const taken = useRef('');
  useEffect(() => {
    if (!seen || taken.current === seen.code) return;
    taken.current = seen.code;
    take(seen, false);
    onTaken();
  });

  const attendance = checkOut.data ?? checkIn.data;
  const error = leaving ? checkOut.error : checkIn.error;
  const scanned = (text: string) => {
    const found = seenIn(text);
    if (found) take(found, leaving && found.sessionId === last?.sessionId);
    else setStranger(true);
  };

  if (checkOut.data && !isLooking) return <Out session={session} out={checkOut.data} />;
  if (checkIn.data && !isLooking && !leaving) {
    return (
      <In
        session={session}
        attendance={checkIn.data}
        isFresh={Date.now() - Date.parse(checkIn.data.cameAt) < 60_000}
        onLeave={() => setLeaving(true)}
        onLeaveNow={
          last &&
          (() => {
            setLeaving(true);
            take(last, true);
          })
        }
      />
    );
  }
  const busy = checkIn.isPending || checkOut.isPending || (attendance !== undefined && isLooking);
  return (
    <div className={styles.page}>
      <PageHead
        title={t(leaving ? 'checkin.out' : 'checkin.title')}
        lead={t(leaving ? 'checkin.outLead' : 'checkin.lead')}
      />
      {error && !busy && (
        <Refused
          why={refusal(error, { session, leaving, isIn: attendance !== undefined }, Date.now())}
          session={session}
        />
      )}
      {stranger && !busy && <Notice tone="warn">{t('checkin.stranger')}</Notice>}
      {error && last && !busy && refusal(error, { session, leaving, isIn: true }, Date.now()) === 'away' && (
        <Button main onClick={() => take(last, leaving)}>
          {t('error.retry')}
        </Button>
      )}
      <div aria-live="polite">{busy && <p className={styles.busy}>{t('checkin.busy')}</p>}</div>
      {!leaving && <Holding />}
      {camera(scanned, t('checkin.hint'))}
      <CodeForm leaving={leaving ? last?.sessionId : undefined} busy={busy} onCode={(found) => take(found, leaving)} />
      {leaving && (
        <Button icon={IconScan} quiet onClick={() => setLeaving(false)}>
          {t('checkin.stay')}
        </Button>
      )}
    </div>
  );
}

interface RefusedProps {
  why: ReturnType<typeof refusal>;
  session: Parameters<typeof refusal>[1]['session'];
}

/** Why not, and what to do instead. */
function Refused({ why, session }: RefusedProps) {
  const t = useT();
  const format = useFormat();
  const text = useLocalized();
  return (
    <Notice tone={why === 'away' ? 'warn' : 'danger'}>
      {session && <b>{text(session.course)}</b>}
      <p>{t(`checkin.not.${why}`)}</p>
      {why === 'early' && session && (
        <p>{t('checkin.opens', { time: format.dateTime(new Date(Date.parse(session.startsAt) - 3_600_000)) })}</p>
      )}
    </Notice>
  );
}
