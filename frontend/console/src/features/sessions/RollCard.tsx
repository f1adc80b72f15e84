import { useState } from 'react';
import type { Lesson, Present } from '../../api/types';
import { useT } from '../../i18n/setup';
import { phase } from '../../lib/lessons';
import { useFormat } from '../../lib/session';
import { Card } from '../../ui/Card';
import { Chip } from '../../ui/Chip';
import { Picker } from '../../ui/Field';
import styles from './RollCard.module.css';
import { count, lines, type Shown, shown } from './roll';
import type { Tick } from './ticks';

interface Props {
  session: Lesson;
  roll: Present[];
  held: readonly Tick[]; // scanned on this phone, and not sent yet
}

/** Who is expected, who came when and how, and what they were credited with. */
export function RollCard({ session, roll, held }: Props) {
  const t = useT();
  const [which, setWhich] = useState<Shown>('all');
  const waits = held.filter((tick) => tick.state === 'held').length;
  return (
    <Card
      title={t('sessions.roll')}
      lead={<Sum session={session} roll={roll} />}
      side={
        roll.length > 0 && (
          <Picker
            label={t('sessions.show')}
            value={which}
            options={shown.map((value) => ({ value, label: t(`sessions.show.${value}`, { n: count(roll, value) }) }))}
            onChange={setWhich}
          />
        )
      }
      flush
    >
      {waits > 0 && <p className={styles.note}>{t('sessions.scan.held', { n: waits })}</p>}
      {roll.length === 0 ? (
        <p className={styles.note}>{t('sessions.rollEmpty')}</p>
      ) : (
        <ul className={styles.roll}>
          {lines(roll, which).map((p) => (
            <Line key={p.employeeId} person={p} />
          ))}
          {count(roll, which) === 0 && <li className={styles.note}>{t('sessions.rollNone')}</li>}
        </ul>
      )}
    </Card>
  );
}

function Sum({ session: s, roll }: { session: Lesson; roll: Present[] }) {
  const t = useT();
  if (phase(s, Date.now()) === 'ahead') {
    return s.capacity > 0
      ? t('sessions.sumPlaces', { n: s.enrolled, m: s.capacity, w: s.waiting })
      : t('sessions.enrolled', { n: s.enrolled });
  }
  const n = { n: count(roll, 'there'), m: count(roll, 'missing') };
  return t(Date.now() < Date.parse(s.endsAt) ? 'sessions.sumSoFar' : 'sessions.sumThere', n);
}

const by = ['qr', 'typed', 'trainer'] as const;

function Line({ person: p }: { person: Present }) {
  const t = useT();
  const format = useFormat();
  const how = by.find((way) => way === p.cameBy);
  return (
    <li className={styles.line}>
      <span className={styles.who}>
        <b>{p.name}</b>
        <small>
          {p.number}
          {p.note && ` · ${p.note}`}
        </small>
      </span>
      <span className={styles.came}>
        {p.cameAt && how && t(`sessions.by.${how}`, { time: format.time(new Date(p.cameAt)) })}
        {p.leftAt && <small>{t('sessions.left', { time: format.time(new Date(p.leftAt)) })}</small>}
        {!p.cameAt && p.waiting && t('sessions.waits')}
        {!p.cameAt && !p.waiting && p.minutes === 0 && <span className={styles.not}>{t('sessions.notHere')}</span>}
      </span>
      {p.minutes > 0 && <Chip tone="met">{t('sessions.minutes', { n: p.minutes })}</Chip>}
    </li>
  );
}
