import { useState } from 'react';
import { useT } from '../../i18n/setup';
import { Button } from '../../ui/Button';
import { Sheet } from '../../ui/Sheet';
import { Options } from './Options';
import { Words } from './Words';

/** Asks why a measurement does not count. The clock goes on meanwhile, for whoever thinks better of it. */
export function CancelSheet({ onReason, onClose }: { onReason: (reason: string) => void; onClose: () => void }) {
  const t = useT();
  const [words, setWords] = useState('');
  const reasons = (['mistake', 'unclear', 'interrupted'] as const).map((key) => t(`stopwatch.reason.${key}`));
  return (
    <Sheet title={t('stopwatch.cancelTitle')} lead={t('stopwatch.cancelLead')} onClose={onClose}>
      <Options options={reasons.map((text) => ({ key: text, text }))} onChoose={onReason} />
      <Words label={t('observe.ownReason')} value={words} onChange={setWords} most={190} rows={2} />
      {words.trim() ? (
        <Button main onClick={() => onReason(words.trim())}>
          {t('observe.useReason')}
        </Button>
      ) : (
        <Button onClick={onClose}>{t('stopwatch.goOn')}</Button>
      )}
    </Sheet>
  );
}
