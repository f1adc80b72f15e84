import { useState } from 'react';
import { useT } from '../../i18n/setup';
import type { Draft } from '../../lib/field/types';
import { Button } from '../../ui/Button';
import { Sheet } from '../../ui/Sheet';
import { counts } from './answer';
import styles from './LeaveSheet.module.css';

interface Props {
  draft: Draft;
  onLeave: () => void;
  onDiscard: () => void;
  onClose: () => void;
}

/** Says that everything is kept; whoever wants to lose it is asked once. */
export function LeaveSheet({ draft, onLeave, onDiscard, onClose }: Props) {
  const t = useT();
  const [discarding, setDiscarding] = useState(false);
  if (discarding) {
    const n = draft.findings.length - counts(draft.findings).open;
    return (
      <Sheet key="discard" title={t('observe.discardTitle')} lead={t('observe.discardLead', { n })} onClose={onClose}>
        <Button onClick={onClose}>{t('observe.discardNo')}</Button>
        <button type="button" className={styles.discard} onClick={onDiscard}>
          {t('observe.discardYes')}
        </button>
      </Sheet>
    );
  }
  return (
    <Sheet title={t('observe.leaveTitle')} lead={t('observe.leaveLead')} onClose={onClose}>
      <Button main onClick={onLeave}>
        {t('observe.leave')}
      </Button>
      <Button onClick={onClose}>{t('observe.stay')}</Button>
      <button type="button" className={styles.discard} onClick={() => setDiscarding(true)}>
        {t('observe.discard')}
      </button>
    </Sheet>
  );
}
