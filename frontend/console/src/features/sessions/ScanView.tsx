import IconArrowBackUp from '@tabler/icons-react/dist/esm/icons/IconArrowBackUp.mjs';
import { useQuery } from '@tanstack/react-query';
import { type ReactNode, useEffect, useRef, useState } from 'react';
import { answer, api, Trouble } from '../../api/client';
import type { Lesson } from '../../api/types';
import { useT } from '../../i18n/setup';
import { codeOf } from '../../lib/field/badge';
import { useFormat, useSession } from '../../lib/session';
import { dayAt } from '../../lib/zone';
import { Button } from '../../ui/Button';
import { Chip } from '../../ui/Chip';
import { PeopleSearch } from './PeopleSearch';
import { rollQuery } from './queries';
import styles from './ScanView.module.css';
import { signal } from './signal';
import { type Met, meet, type Person, type Tick } from './ticks';
import type { useTicks } from './useTicks';

/** What a page puts in that reads badges: the camera, and a field for what is printed under the code. */
export interface Scan {
  camera: (tell: (text: string) => void, hint: string) => ReactNode;
  field: (tell: (text: string) => void) => ReactNode;
}

type Last = { met: Met | 'nobody' | 'away'; name?: string; at?: string | undefined };

interface Props {
  session: Lesson;
  scan: Scan;
  ticks: ReturnType<typeof useTicks>;
  onDone: () => void;
}

/** One badge after another: each scan notes somebody as present, and can be taken back for a moment. */
export function ScanView({ session, scan, ticks, onDone }: Props) {
  const t = useT();
  const self = useSession().employee?.id ?? 0;
  const { timeZone } = useSession().hospital;
  const { data: roll = [] } = useQuery(rollQuery(session.id));
  const [last, setLast] = useState<Last>();
  const came = new Map(roll.flatMap((p) => (p.cameAt ? [[p.employeeId, p] as const] : [])));

  const note = (person: Person) => {
    const met = meet(ticks.ticks, new Set(came.keys()), self, person);
    if (met === 'new') ticks.add(person);
    signal(met === 'new');
    setLast({ met, name: person.name, at: came.get(person.employeeId)?.cameAt });
  };
  const read = async (text: string) => {
    const code = codeOf(text);
    if (!code) {
      signal(false);
      return setLast({ met: 'nobody' });
    }
    try {
      note(await answer(api.GET('/api/v1/badges/{code}', { params: { path: { code } } })));
    } catch (e) {
      signal(false);
      setLast({ met: e instanceof Trouble && e.status === 404 ? 'nobody' : 'away' });
    }
  };

  return (
    <div className={styles.view}>
      {scan.camera((text) => void read(text), t('sessions.scan.hint'))}
      <Said last={last} />
      <Typing scan={scan} onCode={(text) => void read(text)} />
      <PeopleSearch label={t('sessions.scan.search')} on={dayAt(new Date(session.startsAt), timeZone)} onPick={note} />
      <Noted ticks={ticks.ticks} onUndo={ticks.undo} />
      <div className={styles.dock}>
        <Button main wide onClick={onDone}>
          {t('sessions.scan.done')}
        </Button>
      </div>
    </div>
  );
}

/** The field for the code on a badge: empty again for the next one as soon as one was typed in full. */
function Typing({ scan, onCode }: { scan: Scan; onCode: (text: string) => void }) {
  const [nth, setNth] = useState(0);
  const box = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (nth > 0) box.current?.querySelector('input')?.focus();
  }, [nth]);
  return (
    <div key={nth} ref={box}>
      {scan.field((text) => {
        onCode(text);
        setNth(nth + 1);
      })}
    </div>
  );
}

/** What the last scan was, large enough to read at arm's length. */
function Said({ last }: { last: Last | undefined }) {
  const t = useT();
  const format = useFormat();
  const name = last?.name ?? '';
  const good = last?.met === 'new';
  return (
    <p className={styles.said} data-good={good || undefined} data-bad={(last && !good) || undefined} role="status">
      {last?.met === 'new' && t('sessions.scan.new', { name })}
      {last?.met === 'again' && t('sessions.scan.again', { name })}
      {last?.met === 'there' && t('sessions.scan.there', { name, time: last.at ? format.time(new Date(last.at)) : '' })}
      {last?.met === 'self' && t('sessions.scan.self')}
      {last?.met === 'nobody' && t('sessions.scan.nobody')}
      {last?.met === 'away' && t('sessions.scan.away')}
      {!last && t('sessions.scan.ready')}
    </p>
  );
}

interface NotedProps {
  ticks: Tick[];
  onUndo: (id: number) => void;
}

function Noted({ ticks, onUndo }: NotedProps) {
  const t = useT();
  const format = useFormat();
  if (ticks.length === 0) return null;
  const now = Date.now();
  return (
    <section aria-label={t('sessions.scan.noted')} className={styles.noted}>
      <h2>{t('sessions.scan.count', { n: ticks.filter((tick) => tick.state !== 'refused').length })}</h2>
      <ul>
        {ticks.map((tick) => (
          <li key={tick.employeeId}>
            <span>
              <b>{tick.name}</b>
              <small>
                {tick.number} · {format.time(new Date(tick.at))}
              </small>
            </span>
            {tick.state === 'held' && (
              <>
                <small className="muted">
                  {tick.tries > 0
                    ? t('sessions.scan.waits')
                    : t('sessions.scan.sends', { n: Math.max(0, Math.ceil((tick.due - now) / 1000)) })}
                </small>
                <Button icon={IconArrowBackUp} onClick={() => onUndo(tick.employeeId)}>
                  {t('sessions.scan.undo')}
                  <span className="visually-hidden"> {tick.name}</span>
                </Button>
              </>
            )}
            {tick.state === 'sent' && <Chip tone="met">{t('sessions.scan.sent')}</Chip>}
            {tick.state === 'refused' && <Chip tone="warn">{t('sessions.scan.refused')}</Chip>}
          </li>
        ))}
      </ul>
      <p className="muted small">{t('sessions.scan.undoHint')}</p>
    </section>
  );
}
