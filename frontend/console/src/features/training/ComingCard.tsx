import { useQuery } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import type { Lesson } from '../../api/types';
import { useT } from '../../i18n/setup';
import { comingQuery } from '../../lib/lessonQueries';
import { useFormat, useLocalized, useSession } from '../../lib/session';
import { dayAt } from '../../lib/zone';
import { Button } from '../../ui/Button';
import { Card } from '../../ui/Card';
import { Chip } from '../../ui/Chip';
import { Failure } from '../../ui/Failure';
import { WordsField } from '../../ui/FormField';
import { Loaded } from '../../ui/Loaded';
import { Sheet } from '../../ui/Sheet';
import { Skeleton } from '../../ui/Skeleton';
import { needed, offered } from './coming';
import { qualificationsQuery, useEnrol, useWithdraw } from './queries';
import styles from './TrainingView.module.css';

/** What one goes to, and what one can go to: first what one's post requires. */
export function ComingCard({ employeeId }: { employeeId: number }) {
  const t = useT();
  const today = dayAt(new Date(), useSession().hospital.timeZone);
  const query = useQuery(comingQuery(today));
  const { data: required = [] } = useQuery(qualificationsQuery(employeeId));
  const enrol = useEnrol();
  const [leaving, setLeaving] = useState<Lesson>();
  const want = needed(required);
  return (
    <Card title={t('training.coming')}>
      {enrol.error && <Failure error={enrol.error} />}
      <Loaded query={query} skeleton={<Skeleton lines={4} height={48} />}>
        {(list) => {
          const { mine, others } = offered(list, employeeId, want, Date.now());
          if (mine.length + others.length === 0) return <p className="muted">{t('training.noneComing')}</p>;
          return (
            <ul className={styles.list}>
              {[...mine, ...others].map((s) => (
                <Row
                  key={s.id}
                  session={s}
                  isNeeded={want.has(s.courseId)}
                  busy={enrol.isPending && enrol.variables === s.id}
                  onEnrol={() => enrol.mutate(s.id)}
                  onWithdraw={() => setLeaving(s)}
                />
              ))}
            </ul>
          );
        }}
      </Loaded>
      {leaving && (
        <Sheet form title={t('training.withdraw')} onClose={() => setLeaving(undefined)}>
          <Withdraw session={leaving} onClose={() => setLeaving(undefined)} />
        </Sheet>
      )}
    </Card>
  );
}

interface RowProps {
  session: Lesson;
  isNeeded: boolean;
  busy: boolean;
  onEnrol: () => void;
  onWithdraw: () => void;
}

function Row({ session: s, isNeeded, busy, onEnrol, onWithdraw }: RowProps) {
  const t = useT();
  const format = useFormat();
  const text = useLocalized();
  const title = text(s.course);
  const full = s.capacity > 0 && s.enrolled >= s.capacity;
  const end = format.time(new Date(s.endsAt)) === '00:00' ? '24:00' : format.time(new Date(s.endsAt));
  const from = new Date(s.startsAt);
  return (
    <li>
      <span className={styles.what}>
        <b>{title}</b>
        <small>
          <span className={styles.keep}>
            {t('sessions.when', { day: format.weekday(from), from: format.time(from), to: end })}
          </span>{' '}
          <span className={styles.keep}>· {s.place}</span>
        </small>
        {s.cancelledAt && <small>{t('sessions.wasCancelled', { reason: s.cancelReason ?? '' })}</small>}
      </span>
      <span className={styles.side}>
        {isNeeded && !s.mine && <Chip tone="plain">{t('training.required')}</Chip>}
        {s.mine === 'enrolled' && !s.cancelledAt && <Chip tone="met">{t('training.enrolled')}</Chip>}
        {s.mine === 'waiting' && !s.cancelledAt && <Chip tone="plain">{t('training.waiting')}</Chip>}
        {s.mine && !s.cancelledAt && (
          <Button quiet onClick={onWithdraw}>
            {t('training.withdraw')}
            <span className="visually-hidden"> {title}</span>
          </Button>
        )}
        {!s.mine && (
          <Button busy={busy} onClick={onEnrol}>
            {t(full ? 'training.join' : 'training.enrol')}
            <span className="visually-hidden"> {title}</span>
          </Button>
        )}
      </span>
    </li>
  );
}

function Withdraw({ session, onClose }: { session: Lesson; onClose: () => void }) {
  const t = useT();
  const text = useLocalized();
  const withdraw = useWithdraw(session.id);
  const [reason, setReason] = useState('');
  const [missing, setMissing] = useState(false);
  const submit = (e: FormEvent) => {
    e.preventDefault();
    setMissing(!reason.trim());
    if (reason.trim()) withdraw.mutate(reason.trim(), { onSuccess: onClose });
  };
  return (
    <form className="stack" onSubmit={submit} noValidate>
      <p>{t('training.withdrawLead', { name: text(session.course) })}</p>
      <WordsField
        label={t('training.why')}
        value={reason}
        onChange={setReason}
        max={500}
        error={missing && !reason.trim() ? t('training.whyMissing') : undefined}
      />
      {withdraw.error && <Failure error={withdraw.error} />}
      <Button main wide type="submit" busy={withdraw.isPending}>
        {t('training.withdraw')}
      </Button>
    </form>
  );
}
