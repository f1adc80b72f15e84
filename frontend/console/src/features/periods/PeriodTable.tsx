import { Link } from '@tanstack/react-router';
import type { Period } from '../../api/types';
import { useT } from '../../i18n/setup';
import { lastDay, type Status } from '../../lib/periods';
import { may, useFormat, useSession } from '../../lib/session';
import { Card } from '../../ui/Card';
import { Chip } from '../../ui/Chip';
import { ExportLinks } from '../../ui/ExportLinks';
import { Scroll } from '../../ui/Scroll';
import { ComputeButton } from './ComputeButton';
import styles from './PeriodTable.module.css';

/** All periods, the latest first. What work is on now has a card of its own. */
export function PeriodTable({ periods, now }: { periods: Period[]; now?: Period }) {
  const t = useT();
  const format = useFormat();
  const session = useSession();
  const ranking = may(session, 'read ranking');
  const acts = may(session, 'export score') || may(session, 'compute period');
  const rows = [...periods].sort((a, b) => b.name.localeCompare(a.name));
  return (
    <Card title={t('period.all')}>
      {rows.length === 0 ? (
        <p className="muted">{t('period.none')}</p>
      ) : (
        <Scroll label={t('period.all')}>
          <table className={styles.table}>
            <thead>
              <tr>
                <th scope="col">{t('period.label')}</th>
                <th scope="col">{t('period.status')}</th>
                <th scope="col" className={styles.wide}>
                  {t('period.lastComputed')}
                </th>
                <th scope="col" className={styles.wide}>
                  {t('period.scheme')}
                </th>
                {acts && (
                  <th scope="col" className={`${styles.wide} no-print`}>
                    {t('period.actions')}
                  </th>
                )}
              </tr>
            </thead>
            <tbody>
              {rows.map((p) => (
                <tr key={p.name}>
                  <th scope="row">
                    {p.computedAt && ranking ? (
                      <Link to="/ranking" search={{ period: p.name }}>
                        {format.month(p.name)}
                      </Link>
                    ) : (
                      format.month(p.name)
                    )}
                    <small>
                      {format.dayShort(p.startsOn)}–{format.dayShort(lastDay(p))}
                    </small>
                  </th>
                  <td>
                    <Chip tone={p.status === 'closed' ? 'met' : 'plain'}>{t(`status.${p.status as Status}`)}</Chip>
                  </td>
                  <td className={styles.wide}>
                    {p.computedAt ? format.dateTime(new Date(p.computedAt)) : t('period.notYet')}
                  </td>
                  <td className={styles.wide}>
                    {t('period.schemeVersion', { scheme: p.scheme.name, version: p.scheme.version })}
                  </td>
                  {acts && (
                    <td className={`${styles.wide} no-print`}>
                      <span className={styles.actions}>
                        <ExportLinks period={p} look="inline" />
                        {p !== now && <ComputeButton period={p} />}
                      </span>
                    </td>
                  )}
                </tr>
              ))}
            </tbody>
          </table>
        </Scroll>
      )}
    </Card>
  );
}
