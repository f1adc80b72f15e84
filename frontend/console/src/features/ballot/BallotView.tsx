import IconZoomScan from '@tabler/icons-react/dist/esm/icons/IconZoomScan.mjs';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useT } from '../../i18n/setup';
import { may, useSession } from '../../lib/session';
import { Button } from '../../ui/Button';
import { Failure } from '../../ui/Failure';
import { Loaded } from '../../ui/Loaded';
import { Notice } from '../../ui/Notice';
import { Segmented } from '../../ui/Segmented';
import { Skeleton } from '../../ui/Skeleton';
import { incidentsQuery, useDetect } from './actions';
import styles from './BallotView.module.css';
import { IncidentCard } from './IncidentCard';

/** What was set aside, why, and what a second person decides about it. */
export function BallotView() {
  const t = useT();
  const [shown, setShown] = useState<'open' | 'decided'>('open');
  const query = useQuery(incidentsQuery(shown === 'decided'));
  const detect = useDetect();
  return (
    <div className="stack">
      <div className={styles.bar}>
        <Segmented
          label={t('ballot.show')}
          value={shown}
          options={[
            { value: 'open', label: t('ballot.open') },
            { value: 'decided', label: t('ballot.decided') },
          ]}
          onChange={setShown}
        />
        {may(useSession(), 'hold ballot') && (
          <Button icon={IconZoomScan} busy={detect.isPending} onClick={() => detect.mutate()}>
            {t('ballot.detect')}
          </Button>
        )}
      </div>
      {detect.error && <Failure error={detect.error} retry={() => detect.mutate()} />}
      <Loaded query={query} skeleton={<Skeleton lines={6} height={64} />}>
        {(incidents) =>
          incidents.length === 0 ? (
            <Notice tone="info">{t(shown === 'open' ? 'ballot.noneOpen' : 'ballot.noneDecided')}</Notice>
          ) : (
            incidents.map((i) => <IncidentCard key={`${i.key} ${i.upTo}`} incident={i} />)
          )
        }
      </Loaded>
    </div>
  );
}
