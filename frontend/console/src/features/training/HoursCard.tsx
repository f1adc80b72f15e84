import type { Hours } from '../../api/types';
import { useT } from '../../i18n/setup';
import { useFormat, useLocalized } from '../../lib/session';
import { Card } from '../../ui/Card';
import { Chip } from '../../ui/Chip';
import styles from './TrainingView.module.css';

const standings = ['done', 'on-course', 'behind', 'none'] as const;
const missings = ['onboarding', 'case-review', 'communication'] as const;

/** The year's hours in one sentence, then drawn, then credit by credit. */
export function HoursCard({ hours }: { hours: Hours }) {
  const t = useT();
  const format = useFormat();
  const standing = standings.find((s) => s === hours.standing) ?? 'none';
  const missing = missings.filter((m) => hours.missing.includes(m));
  const said = {
    n: format.hoursSaid(hours.minutes),
    m: format.hoursSaid(hours.requiredMinutes),
    k: format.hoursSaid(Math.max(0, hours.dueMinutes - hours.minutes)),
  };
  return (
    <Card title={t('hours.title', { year: String(hours.year) })}>
      <p className={styles.sentence}>{t(`hours.${standing}`, said)}</p>
      {hours.requiredMinutes > 0 && <Bar hours={hours} />}
      {hours.onboardingRequiredMinutes > 0 && (
        <p>
          {t(hours.mayServeAlone ? 'hours.onboarded' : 'hours.onboarding', {
            n: format.hoursSaid(hours.onboardingMinutes),
            m: format.hoursSaid(hours.onboardingRequiredMinutes),
          })}
        </p>
      )}
      {missing.length > 0 && (
        <ul className={styles.todo}>
          {missing.map((m) => (
            <li key={m}>
              <Chip tone="warn">{t('hours.owed')}</Chip>
              <p>{t(`hours.missing.${m}`)}</p>
            </li>
          ))}
        </ul>
      )}
      {hours.credits.length > 0 && <Credits hours={hours} />}
    </Card>
  );
}

/** What is there, and where the year has come to. */
function Bar({ hours }: { hours: Hours }) {
  const t = useT();
  const format = useFormat();
  const most = Math.max(hours.requiredMinutes, hours.minutes, 1);
  const share = (minutes: number) => `${(100 * Math.min(minutes, most)) / most}%`;
  return (
    <>
      <svg className={styles.bar} aria-hidden="true">
        <rect className={styles.track} y="9" width="100%" height="16" rx="8" />
        <rect className={styles.have} y="9" width={share(hours.minutes)} height="16" rx="8" />
        {hours.dueMinutes < hours.requiredMinutes && (
          <line className={styles.due} x1={share(hours.dueMinutes)} x2={share(hours.dueMinutes)} y1="2" y2="32" />
        )}
      </svg>
      {hours.dueMinutes < hours.requiredMinutes && (
        <p className={styles.scale}>{t('hours.due', { n: format.hoursSaid(hours.dueMinutes) })}</p>
      )}
    </>
  );
}

function Credits({ hours }: { hours: Hours }) {
  const t = useT();
  const format = useFormat();
  const text = useLocalized();
  const credits = [...hours.credits].reverse();
  return (
    <details className={styles.more}>
      <summary>{t('hours.credits', { n: credits.length })}</summary>
      <ul className={styles.list}>
        {credits.map((c) => (
          <li key={c.id}>
            <span className={styles.what}>
              <b>{c.external || (c.course ? text(c.course) : '')}</b>
              <small>{[format.day(c.earnedOn), c.note].filter(Boolean).join(' · ')}</small>
            </span>
            {c.purpose === 'onboarding' && <Chip tone="plain">{t('training.category.onboarding')}</Chip>}
            <span>{t('sessions.minutes', { n: c.minutes })}</span>
          </li>
        ))}
      </ul>
    </details>
  );
}
