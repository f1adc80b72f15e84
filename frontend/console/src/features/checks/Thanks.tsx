import { useQuery } from '@tanstack/react-query';
import { useT } from '../../i18n/setup';
import { may, useSession } from '../../lib/session';
import { Card } from '../../ui/Card';
import { thanksQuery } from './actions';
import type { SpotCheck } from './types';

/** Thanks are sent with the end of the check as their time; the server may have put the two right by a little more or less. */
const near = 60_000;

/** The thanks that went with a check, if there were any. They are no part of it: without them nothing is missing. */
export function Thanks({ check: { observerId, observerName, employeeId, finishedAt } }: { check: SpotCheck }) {
  const t = useT();
  const query = useQuery({
    ...thanksQuery(observerId, employeeId),
    enabled: may(useSession(), 'read recognition'),
  });
  const thanks = query.data?.items.filter(
    ({ at, withdrawnAt }) => !withdrawnAt && Math.abs(Date.parse(at) - Date.parse(finishedAt)) < near,
  );
  if (!thanks?.length) return null;
  return (
    <Card title={t('checks.thanks')} lead={observerName}>
      {thanks.map(({ id, words }) => (
        <blockquote key={id} style={{ margin: 0 }}>
          {words}
        </blockquote>
      ))}
    </Card>
  );
}
