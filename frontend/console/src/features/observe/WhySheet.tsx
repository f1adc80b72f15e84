import { useState } from 'react';
import { useT } from '../../i18n/setup';
import type { Result } from '../../lib/field/types';
import { Button } from '../../ui/Button';
import { Sheet } from '../../ui/Sheet';
import { Options } from './Options';
import { Words } from './Words';

interface Props {
  timed: Result; // what the stopwatch says
  chosen: Result; // what the observer says
  given?: string; // the reason so far
  onReason: (reason: string) => void;
  onClose: () => void;
}

/** Asks why somebody decides otherwise than the stopwatch. Without a reason, the stopwatch's answer stays. */
export function WhySheet({ timed, chosen, given = '', onReason, onClose }: Props) {
  const t = useT();
  const reasons = [t('stopwatch.why.late'), t('stopwatch.why.early'), t('stopwatch.why.other')];
  const [words, setWords] = useState(reasons.includes(given) ? '' : given);
  const lead = t('stopwatch.whyLead', { timed: t(`observe.result.${timed}`), chosen: t(`observe.result.${chosen}`) });
  return (
    <Sheet title={t('stopwatch.whyTitle')} lead={lead} onClose={onClose}>
      <Options options={reasons.map((text) => ({ key: text, text, chosen: text === given }))} onChoose={onReason} />
      <Words label={t('observe.ownReason')} value={words} onChange={setWords} most={400} rows={2} />
      {words.trim() && (
        <Button main onClick={() => onReason(words.trim())}>
          {t('observe.useReason')}
        </Button>
      )}
    </Sheet>
  );
}
