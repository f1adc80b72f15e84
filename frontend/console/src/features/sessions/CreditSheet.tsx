import { type FormEvent, useState } from 'react';
import type { Lesson, Present } from '../../api/types';
import { useT } from '../../i18n/setup';
import { useSession } from '../../lib/session';
import { Button } from '../../ui/Button';
import { Failure } from '../../ui/Failure';
import { Notice } from '../../ui/Notice';
import { Sheet } from '../../ui/Sheet';
import styles from './CreditSheet.module.css';
import { owing, sum } from './credits';
import { useCredit } from './queries';

interface Props {
  session: Lesson;
  roll: Present[];
  onClose: () => void;
}

/** The trainer's word for who was there and how long. Everything is shown before it counts. */
export function CreditSheet(props: Props) {
  const t = useT();
  return (
    <Sheet form title={t('sessions.credit')} onClose={props.onClose}>
      <Credit {...props} />
    </Sheet>
  );
}

function Credit({ session, roll, onClose }: Props) {
  const t = useT();
  const self = useSession().employee?.id ?? 0;
  const credit = useCredit(session.id);
  const [without, setWithout] = useState<ReadonlySet<number>>(new Set());
  const [minutes, setMinutes] = useState<ReadonlyMap<number, string>>(new Map());
  const lines = owing(session, roll, self);
  const of = (id: number, told: number) => Number(minutes.get(id) ?? told);
  const chosen = lines.filter((line) => !without.has(line.employeeId));
  const isWrong = (id: number, told: number) => {
    const n = of(id, told);
    return !Number.isInteger(n) || n < 1 || n > session.minutes;
  };

  const submit = (e: FormEvent) => {
    e.preventDefault();
    if (chosen.length === 0 || chosen.some((line) => isWrong(line.employeeId, line.minutes))) return;
    credit.mutate(
      chosen.map((line) => ({
        employeeId: line.employeeId,
        minutes: minutes.has(line.employeeId) ? of(line.employeeId, line.minutes) : 0,
        note: '',
      })),
    );
  };

  if (credit.data) {
    const { all, part, total } = sum(
      session,
      credit.data.map((c) => c.minutes),
    );
    return (
      <div className="stack">
        <Notice tone="conclusion">
          <p>{t('sessions.credited', { n: all + part, total })}</p>
          {part > 0 && <p>{t('sessions.creditedPart', { n: part })}</p>}
        </Notice>
        <Button main onClick={onClose}>
          {t('sessions.scan.done')}
        </Button>
      </div>
    );
  }
  if (lines.length === 0) return <Notice tone="info">{t('sessions.noneToCredit')}</Notice>;
  const { all, part } = sum(
    session,
    chosen.map((line) => of(line.employeeId, line.minutes)),
  );
  return (
    <form className="stack" onSubmit={submit} noValidate>
      <p>{t('sessions.creditLead', { n: session.minutes })}</p>
      <ul className={styles.lines}>
        {lines.map((line) => (
          <li key={line.employeeId}>
            <label className={styles.who}>
              <input
                type="checkbox"
                checked={!without.has(line.employeeId)}
                onChange={() => {
                  const next = new Set(without);
                  if (!next.delete(line.employeeId)) next.add(line.employeeId);
                  setWithout(next);
                }}
              />
              <span>
                <b>{line.name}</b>
                <small>{line.number}</small>
              </span>
            </label>
            <label className={styles.minutes}>
              <input
                type="number"
                inputMode="numeric"
                min={1}
                max={session.minutes}
                aria-label={t('sessions.minutesOf', { name: line.name })}
                aria-invalid={isWrong(line.employeeId, line.minutes) || undefined}
                value={minutes.get(line.employeeId) ?? line.minutes}
                disabled={without.has(line.employeeId)}
                onChange={(e) => setMinutes(new Map(minutes).set(line.employeeId, e.target.value))}
              />
              {t('sessions.unit')}
            </label>
          </li>
        ))}
      </ul>
      {chosen.some((line) => isWrong(line.employeeId, line.minutes)) && (
        <Notice tone="danger">{t('sessions.minutesWrong', { n: session.minutes })}</Notice>
      )}
      {credit.error && <Failure error={credit.error} />}
      <div className={styles.foot}>
        <p>{t('sessions.creditSum', { n: all, m: part })}</p>
        <Button main wide type="submit" busy={credit.isPending}>
          {t('sessions.creditN', { n: chosen.length })}
        </Button>
      </div>
    </form>
  );
}
