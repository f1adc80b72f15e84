import IconAlertTriangle from '@tabler/icons-react/dist/esm/icons/IconAlertTriangle.mjs';
import IconClock from '@tabler/icons-react/dist/esm/icons/IconClock.mjs';
import IconCloudX from '@tabler/icons-react/dist/esm/icons/IconCloudX.mjs';
import IconRefresh from '@tabler/icons-react/dist/esm/icons/IconRefresh.mjs';
import IconWifiOff from '@tabler/icons-react/dist/esm/icons/IconWifiOff.mjs';
import { onlineManager, useQuery } from '@tanstack/react-query';
import { Link, useLocation } from '@tanstack/react-router';
import { type ReactNode, useSyncExternalStore } from 'react';
import { Trouble } from '../api/client';
import { useT } from '../i18n/setup';
import { useIsCheckOpen } from '../lib/field/checkOpen';
import { useSkew, useStorage } from '../lib/field/health';
import { useOutbox } from '../lib/field/outbox';
import { may, useSession } from '../lib/session';
import { update, useUpdate } from '../lib/update';
import { Icon } from '../ui/Icon';
import { useHeld } from './held';
import styles from './OfflineStrip.module.css';
import { type Line, lines } from './stripLines';
import { entryQuery } from './useEntry';

/** Says what is different now: no network, what waits, what was refused, a clock or a store not to be trusted. */
export function OfflineStrip() {
  const here = useLocation().pathname === '/outbox';
  const all = useLines().filter((line) => !here || line.is !== 'refused'); // which the page itself shows
  const open = useIsCheckOpen();
  return (
    <div role="status" className={`${styles.strip} no-print`}>
      {(open ? all.slice(0, 1) : all).map((line) => (
        <div key={line.is} className={`${styles.line} ${styles[tone(line)] ?? ''}`}>
          <Icon of={icons[line.is]} />
          <Words line={line} />
          <Way line={line} />
        </div>
      ))}
    </div>
  );
}

function useLines(): Line[] {
  const session = useSession();
  const online = useSyncExternalStore(
    (changed) => onlineManager.subscribe(changed),
    () => onlineManager.isOnline(),
  );
  const { failureReason } = useQuery({ ...entryQuery, enabled: false });
  const open = useIsCheckOpen();
  const newVersion = useUpdate();
  return lines({
    online,
    unreached: failureReason instanceof Trouble && [0, 502, 503, 504].includes(failureReason.status),
    observer: may(session, 'log spot-check'),
    held: useHeld() !== undefined,
    outbox: useOutbox(),
    skew: useSkew(),
    storage: useStorage(),
    newVersion: newVersion && !open,
    now: Date.now(),
  });
}

const icons = {
  full: IconAlertTriangle,
  forbidden: IconAlertTriangle,
  tight: IconAlertTriangle,
  fleeting: IconAlertTriangle,
  refused: IconAlertTriangle,
  held: IconCloudX,
  unreached: IconCloudX,
  away: IconCloudX,
  offline: IconWifiOff,
  saved: IconWifiOff,
  ahead: IconClock,
  behind: IconClock,
  update: IconRefresh,
};

const tone = ({ is }: Line) =>
  is === 'full' || is === 'forbidden' || is === 'refused' ? 'danger' : is === 'update' ? 'calm' : 'warn';

function Words({ line }: { line: Line }): ReactNode {
  const t = useT();
  switch (line.is) {
    case 'held':
      return <p>{t('offline.ended')}</p>;
    case 'offline':
      return <p>{t('state.offline')}</p>;
    case 'away':
      return <p>{t('error.unreachable')}</p>;
    case 'saved':
      return <p>{t('offline.saved')}</p>;
    case 'unreached':
      return <p>{t('offline.unreached')}</p>;
    case 'refused':
      return <p>{t('offline.refused', { n: line.n })}</p>;
    case 'ahead':
      return <p>{t('offline.ahead', { n: line.n })}</p>;
    case 'behind':
      return <p>{t('offline.behind', { n: line.n })}</p>;
    case 'update':
      return <p>{t('update.ready')}</p>;
    default:
      return <p>{t(`offline.${line.is}`)}</p>;
  }
}

/** The count that leads to the outbox, or what to press. In the middle of a check, nothing leads away. */
function Way({ line }: { line: Line }): ReactNode {
  const t = useT();
  const signIn = useHeld();
  const { pathname } = useLocation();
  const stay = useIsCheckOpen() || pathname === '/outbox';
  if (line.is === 'update') {
    return (
      <button type="button" onClick={update}>
        {t('update.now')}
      </button>
    );
  }
  if (line.is === 'held' && signIn) {
    return (
      <button type="button" onClick={signIn}>
        {t('offline.signIn')}
      </button>
    );
  }
  const words =
    line.is === 'refused'
      ? t('offline.see')
      : 'waiting' in line && line.waiting > 0
        ? t('offline.waiting', { n: line.waiting })
        : undefined;
  if (!words) return null;
  return stay ? <span className={styles.count}>{words}</span> : <Link to="/outbox">{words}</Link>;
}
