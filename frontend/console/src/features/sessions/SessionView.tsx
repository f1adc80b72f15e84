import IconPencil from '@tabler/icons-react/dist/esm/icons/IconPencil.mjs';
import IconX from '@tabler/icons-react/dist/esm/icons/IconX.mjs';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { Lesson } from '../../api/types';
import { useT } from '../../i18n/setup';
import { lessonQuery } from '../../lib/lessonQueries';
import { phase } from '../../lib/lessons';
import { may, useLocalized, useSession } from '../../lib/session';
import { Button } from '../../ui/Button';
import { Loaded } from '../../ui/Loaded';
import { Notice } from '../../ui/Notice';
import { PageHead } from '../../ui/PageHead';
import { Skeleton } from '../../ui/Skeleton';
import { CancelDialog } from './CancelDialog';
import { CodeScreen } from './CodeScreen';
import { CreditSheet } from './CreditSheet';
import { Dock } from './Dock';
import { rollQuery } from './queries';
import { RollCard } from './RollCard';
import { type Scan, ScanView } from './ScanView';
import { SessionForm } from './SessionForm';
import styles from './SessionView.module.css';
import { useTicks } from './useTicks';
import { useWhen } from './when';

export type View = 'code' | 'scan' | undefined;

interface Props {
  id: number;
  view: View;
  onView: (view: View) => void;
  scan: Scan;
}

/** One session: its code, its door, its roll, its hours. */
export function SessionView({ id, ...rest }: Props) {
  const t = useT();
  const query = useQuery({ ...lessonQuery(id), refetchInterval: 10_000 });
  if (query.data) return <Held session={query.data} {...rest} />;
  return (
    <>
      <PageHead title={t('nav.sessions')} />
      <Loaded query={query} skeleton={<Skeleton lines={6} height={48} />}>
        {() => null}
      </Loaded>
    </>
  );
}

function Held({ session, view, onView, scan }: Omit<Props, 'id'> & { session: Lesson }) {
  const t = useT();
  const text = useLocalized();
  const when = useWhen();
  const roll = useQuery({ ...rollQuery(session.id), refetchInterval: 10_000 });
  const ticks = useTicks(session);
  const [doing, setDoing] = useState<'change' | 'cancel' | 'credit'>();
  const at = phase(session, Date.now());
  const plans = may(useSession(), 'manage course') && at !== 'cancelled';
  const isChangeable = plans && Date.now() < Date.parse(session.startsAt);
  const close = () => setDoing(undefined);
  return (
    <>
      <PageHead
        title={view === 'scan' ? t('sessions.scanThem') : text(session.course)}
        lead={
          view === 'scan'
            ? text(session.course)
            : `${when(session)} · ${session.place} · ${t('sessions.by', { name: session.trainer })}`
        }
      />
      {at === 'cancelled' && (
        <Notice tone="warn">{t('sessions.wasCancelled', { reason: session.cancelReason ?? '' })}</Notice>
      )}
      {view === 'scan' ? (
        <ScanView session={session} scan={scan} ticks={ticks} onDone={() => onView(undefined)} />
      ) : (
        <div className={`stack ${styles.page}`}>
          <Loaded query={roll} skeleton={<Skeleton lines={8} height={52} />}>
            {(list) => <RollCard session={session} roll={list} held={ticks.ticks} />}
          </Loaded>
          <div className={styles.rare}>
            {isChangeable && (
              <Button quiet icon={IconPencil} onClick={() => setDoing('change')}>
                {t('sessions.change')}
              </Button>
            )}
            {plans && at !== 'over' && session.credited === 0 && (
              <Button quiet icon={IconX} onClick={() => setDoing('cancel')}>
                {t('sessions.cancel')}
              </Button>
            )}
          </div>
          <Dock session={session} onView={onView} onCredit={() => setDoing('credit')} />
        </div>
      )}
      {view === 'code' && <CodeScreen session={session} onClose={() => onView(undefined)} />}
      {doing === 'change' && <SessionForm session={session} onClose={close} />}
      {doing === 'cancel' && <CancelDialog session={session} onClose={close} />}
      {doing === 'credit' && <CreditSheet session={session} roll={roll.data ?? []} onClose={close} />}
    </>
  );
}
