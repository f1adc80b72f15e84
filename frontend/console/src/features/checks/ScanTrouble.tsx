import { useT } from '../../i18n/setup';
import { refreshKit } from '../../lib/field/kit';
import { Button } from '../../ui/Button';
import { Notice } from '../../ui/Notice';
import { useMoment } from './moment';
import styles from './ScanTrouble.module.css';

/** Why a code leads to nobody: it is none of the hospital's, none that the phone knows, or the observer's own. */
export type Trouble = 'foreign' | 'unknown' | 'yourself';

interface Props {
  trouble: Trouble;
  asOf?: string; // of the list on this phone
  old: boolean;
  busy: boolean;
  onAgain: () => void;
}

/** Says so, with ways on; the other ways to find somebody are beside it. */
export function ScanTrouble({ trouble, asOf, old, busy, onAgain }: Props) {
  const t = useT();
  const moment = useMoment();
  return (
    <Notice tone={trouble === 'yourself' ? 'info' : 'warn'}>
      <p>{t(`checks.${trouble}`)}</p>
      {trouble === 'unknown' && old && asOf && <p>{t('checks.unknownOld', { time: moment(asOf) })}</p>}
      <div className={styles.ways}>
        <Button onClick={onAgain}>{t('checks.scanAgain')}</Button>
        {trouble === 'unknown' && (
          <Button busy={busy} onClick={() => void refreshKit({ force: true })}>
            {t('checks.refresh')}
          </Button>
        )}
      </div>
    </Notice>
  );
}
