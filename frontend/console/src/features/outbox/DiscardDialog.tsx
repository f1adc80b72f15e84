import { useT } from '../../i18n/setup';
import { Button } from '../../ui/Button';
import { Dialog } from '../../ui/Dialog';

interface Props {
  open: boolean;
  onKeep: () => void;
  onDiscard: () => void;
}

/** Asks once: what is discarded is nowhere else. */
export function DiscardDialog({ open, onKeep, onDiscard }: Props) {
  const t = useT();
  return (
    <Dialog open={open} title={t('outbox.discardTitle')} close={t('outbox.keep')} onClose={onKeep}>
      <p>{t('outbox.discardWhy')}</p>
      <Button onClick={onDiscard}>{t('outbox.discard')}</Button>
    </Dialog>
  );
}
