import IconRefresh from '@tabler/icons-react/dist/esm/icons/IconRefresh.mjs';
import { useIsFetching, useQueryClient } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { useT } from '../i18n/setup';
import { useFormat } from '../lib/session';
import styles from './AsOf.module.css';
import { oldAfter, useOldest } from './freshness';
import { Icon } from './Icon';

/** Up to when the data of a page are: the server's word for it, or when the oldest of them came. */
export function AsOf({ of }: { of?: string | Date }) {
  const t = useT();
  const format = useFormat();
  const client = useQueryClient();
  const came = useOldest();
  const busy = useIsFetching() > 0;
  const now = useNow();
  if (!came && !of) return busy ? <p className={styles.line} /> : null; // it has its place before it comes
  const upTo = new Date(of ?? came);
  const age = now - (came || upTo.getTime());
  const today = format.date(upTo) === format.date(new Date(now));
  const time = today ? format.time(upTo) : format.dateTime(upTo);
  const old = age > oldAfter;
  return (
    <p className={`${styles.line} ${old ? styles.old : ''}`}>
      <span>{old ? t('shell.old', { time, n: Math.floor(age / 60_000) }) : t('shell.asOf', { time })}</span>
      <button
        type="button"
        className={`${busy ? styles.busy : ''} no-print`}
        aria-label={t('shell.refresh')}
        title={t('shell.refresh')}
        onClick={() => void client.refetchQueries({ type: 'active' })}
      >
        <Icon of={IconRefresh} size={16} />
      </button>
    </p>
  );
}

/** The time, to half a minute. */
function useNow(): number {
  const [now, setNow] = useState(Date.now);
  useEffect(() => {
    const every = setInterval(() => setNow(Date.now()), 30_000);
    return () => clearInterval(every);
  }, []);
  return now;
}
