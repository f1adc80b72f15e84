import IconWifiOff from '@tabler/icons-react/dist/esm/icons/IconWifiOff.mjs';
import { onlineManager } from '@tanstack/react-query';
import { useSyncExternalStore } from 'react';
import { useT } from '../i18n/setup';
import { Icon } from '../ui/Icon';
import styles from './OfflineStrip.module.css';

/** Says that the network is gone, and what that means for what is on screen. */
export function OfflineStrip() {
  const t = useT();
  const online = useSyncExternalStore(
    (changed) => onlineManager.subscribe(changed),
    () => onlineManager.isOnline(),
  );
  return (
    <div role="status" className="no-print">
      {!online && (
        <p className={styles.strip}>
          <Icon of={IconWifiOff} />
          {t('state.offline')}
        </p>
      )}
    </div>
  );
}
