import IconCloudCheck from '@tabler/icons-react/dist/esm/icons/IconCloudCheck.mjs';
import IconSend from '@tabler/icons-react/dist/esm/icons/IconSend.mjs';
import { useState } from 'react';
import { useT } from '../../i18n/setup';
import { useStorage } from '../../lib/field/health';
import { type Outbox, sync } from '../../lib/field/outbox';
import { lack } from '../../lib/field/secure';
import { Button } from '../../ui/Button';
import { Dock, DockRoom } from '../../ui/Dock';
import { Icon } from '../../ui/Icon';
import { Notice } from '../../ui/Notice';
import { SecureHint } from '../../ui/SecureHint';
import { Skeleton } from '../../ui/Skeleton';
import { entries } from './entries';
import styles from './OutboxView.module.css';
import { RefusedCard } from './RefusedCard';
import { SentList } from './SentList';
import { WaitingList } from './WaitingList';

/** What is on this phone and not with the server: what needs me first, then what goes by itself. */
export function OutboxView({ outbox, onFixed }: { outbox: Outbox; onFixed: (key: string) => void }) {
  const t = useT();
  const all = entries(outbox.items);
  const refused = all.filter((e) => e.refused.length > 0);
  const waiting = all.filter((e) => e.refused.length === 0);
  return (
    <div className={styles.view}>
      {refused.length > 0 && (
        <section className={styles.refused} aria-label={t('outbox.refused')}>
          {refused.map((entry) => (
            <RefusedCard key={entry.key} entry={entry} onFixed={onFixed} />
          ))}
        </section>
      )}
      {waiting.length > 0 && <WaitingList entries={waiting} paused={outbox.paused} />}
      {all.length === 0 && (outbox.ready ? <Nothing /> : <Skeleton lines={2} height={96} />)}
      <SentList sent={outbox.sent} />
      <Safety waiting={waiting.length} />
      {outbox.foreign > 0 && <Notice tone="info">{t('outbox.foreign', { n: outbox.foreign })}</Notice>}
      {waiting.length > 0 && !outbox.paused && <SendNow />}
    </div>
  );
}

function Nothing() {
  const t = useT();
  return (
    <div className={styles.nothing}>
      <Icon of={IconCloudCheck} size={48} />
      <h2>{t('outbox.empty')}</h2>
      <p className="muted">{t('outbox.emptyWhy')}</p>
    </div>
  );
}

/** What this browser cannot do for what waits, and what may become of it. */
function Safety({ waiting }: { waiting: number }) {
  const t = useT();
  const { persisted } = useStorage();
  return (
    <>
      {waiting > 0 && persisted === false && <Notice tone="warn">{t('offline.fleeting')}</Notice>}
      {lack('install') ? <SecureHint needs="install" /> : waiting > 0 && <SecureHint needs="background" />}
    </>
  );
}

function SendNow() {
  const t = useT();
  const [busy, setBusy] = useState(false);
  const send = () => {
    setBusy(true);
    void sync({ eager: true }).finally(() => setBusy(false));
  };
  return (
    <>
      <DockRoom />
      <Dock bar>
        <Button main wide icon={IconSend} busy={busy} onClick={send}>
          {t('outbox.send')}
        </Button>
      </Dock>
    </>
  );
}
