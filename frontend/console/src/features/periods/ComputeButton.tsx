import IconCalculator from '@tabler/icons-react/dist/esm/icons/IconCalculator.mjs';
import type { Period } from '../../api/types';
import { useT } from '../../i18n/setup';
import { mayCompute } from '../../lib/periods';
import { may, useFormat, useSession } from '../../lib/session';
import { Button } from '../../ui/Button';
import { Failure } from '../../ui/Failure';
import { Notice } from '../../ui/Notice';
import { useCompute } from './actions';
import styles from './ComputeButton.module.css';

/** Computes a period's figures, says that it is at it, and how it went. */
export function ComputeButton({ period, main }: { period: Period; main?: boolean }) {
  const t = useT();
  const format = useFormat();
  const compute = useCompute(period.name);
  const allowed = may(useSession(), 'compute period');
  if (!allowed || !mayCompute(period)) return null;
  return (
    <div className={styles.compute}>
      <Button main={main} quiet={!main} icon={IconCalculator} busy={compute.isPending} onClick={() => compute.mutate()}>
        {period.computedAt ? t('period.recompute') : t('period.compute')}
        <span className="visually-hidden"> {format.month(period.name)}</span>
      </Button>
      <div aria-live="polite">
        {compute.isPending && <Notice tone="info">{t('period.computing')}</Notice>}
        {compute.isSuccess && <Notice tone="info">{t('period.computedNow')}</Notice>}
        {compute.error && <Failure error={compute.error} retry={() => compute.mutate()} />}
      </div>
    </div>
  );
}
