import type { Icon as Drawing } from '@tabler/icons-react';
import IconChevronRight from '@tabler/icons-react/dist/esm/icons/IconChevronRight.mjs';
import { Link, type LinkProps } from '@tanstack/react-router';
import type { Explanation, Period } from '../../api/types';
import { useT } from '../../i18n/setup';
import { useFormat } from '../../lib/session';
import { Card } from '../../ui/Card';
import { Icon } from '../../ui/Icon';
import { Life } from '../../ui/Life';
import styles from './HomeView.module.css';

/** A page that this person can go to. */
export interface Way {
  to: LinkProps['to'];
  name: string;
  what: string;
  icon: Drawing;
  inBar: boolean; // it is among a phone's four places, too
}

/** What I can do here. */
export function Ways({ ways }: { ways: Way[] }) {
  return (
    <ul className={styles.ways}>
      {ways.map((way) => (
        <li key={way.to} className={way.inBar ? styles.inBar : undefined}>
          <Link to={way.to}>
            <span className={styles.icon}>
              <Icon of={way.icon} size={24} />
            </span>
            <span>
              <b>{way.name}</b>
              <small>{way.what}</small>
            </span>
            <Icon of={IconChevronRight} />
          </Link>
        </li>
      ))}
    </ul>
  );
}

/** Where the current period stands. */
export function PeriodCard({ period, settles }: { period: Period; settles?: boolean }) {
  const t = useT();
  const format = useFormat();
  return (
    <Card
      title={format.month(period.name)}
      lead={
        period.computedAt
          ? t('period.computedAt', { time: format.dateTime(new Date(period.computedAt)) })
          : t('period.notComputed')
      }
    >
      <Life period={period} compact />
      {settles && (
        <p className={styles.more}>
          <Link to="/periods">{t('home.settle')}</Link>
        </p>
      )}
    </Card>
  );
}

/** My score in short, with the way to all of it. */
export function MyScoreCard({ explanation }: { explanation: Explanation }) {
  const t = useT();
  const format = useFormat();
  const { shown, score = 0, low = 0, high = 0, period } = explanation;
  return (
    <Card title={t('nav.myScore')} lead={format.month(period)}>
      {shown ? (
        <>
          <p className={styles.score}>{format.score(score)}</p>
          <p className="muted">{t('score.interval', { low: format.score(low), high: format.score(high) })}</p>
        </>
      ) : (
        <p className="muted">{t('tooFew.mineWhy')}</p>
      )}
      <p className={styles.more}>
        <Link to="/my-score" search={{ period }}>
          {t('home.whyScore')}
        </Link>
      </p>
    </Card>
  );
}
