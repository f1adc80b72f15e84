import { useQuery } from '@tanstack/react-query';
import { periodsQuery } from '../api/queries';
import { useT } from '../i18n/setup';
import { useFormat } from '../lib/session';
import { Notice } from '../ui/Notice';

/** Says of a closed period that nothing in it changes any more, and what happens to what comes later. */
export function ClosedBanner({ period }: { period: string }) {
  const t = useT();
  const format = useFormat();
  const { data = [] } = useQuery(periodsQuery);
  if (data.find((p) => p.name === period)?.status !== 'closed') return null;
  return <Notice tone="closed">{t('shell.closed', { month: format.month(period) })}</Notice>;
}
