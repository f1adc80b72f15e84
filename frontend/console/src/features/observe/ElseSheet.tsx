import { useState } from 'react';
import { useT } from '../../i18n/setup';
import type { DraftFinding, FieldStandard } from '../../lib/field/types';
import { useLocalized } from '../../lib/session';
import { Button } from '../../ui/Button';
import { Sheet } from '../../ui/Sheet';
import { ownReason } from './answer';
import styles from './ElseSheet.module.css';
import { Options } from './Options';
import { Words } from './Words';

interface Props {
  finding: DraftFinding;
  standard?: FieldStandard;
  onChoose: (result: 'not-seen' | 'not-applicable', reason?: string) => void;
  onClose: () => void;
}

/** Asks why an item cannot be judged: it did not come up, or it does not apply, for a reason. */
export function ElseSheet({ finding, standard, onChoose, onClose }: Props) {
  const t = useT();
  const text = useLocalized();
  const { result, reason } = finding;
  const given = result === 'not-applicable' ? reason : undefined;
  const [words, setWords] = useState(given?.startsWith(ownReason) ? given.slice(ownReason.length) : '');
  const reasons = standard?.notApplicable ?? [];
  return (
    <Sheet title={t('observe.elseTitle')} lead={t('observe.elseLead')} onClose={onClose}>
      <Options
        options={[{ key: 'not-seen', text: t('observe.notSeenWhy'), chosen: result === 'not-seen' }]}
        onChoose={() => onChoose('not-seen')}
      />
      <h3 className={styles.because}>{t('observe.notApplicableWhy')}</h3>
      <Options
        options={reasons.map((r) => ({ key: r.code, text: text(r.text), chosen: r.code === given }))}
        onChoose={(code) => onChoose('not-applicable', code)}
      />
      <Words label={t('observe.ownReason')} value={words} onChange={setWords} most={400} rows={2} />
      {words.trim() && (
        <Button main onClick={() => onChoose('not-applicable', ownReason + words.trim())}>
          {t('observe.useReason')}
        </Button>
      )}
    </Sheet>
  );
}
