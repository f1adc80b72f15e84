import { useNavigate } from '@tanstack/react-router';
import { OutboxView } from '../features/outbox/OutboxView';
import { useLanguage, useT } from '../i18n/setup';
import { useOutbox } from '../lib/field/outbox';
import { PageHead } from '../ui/PageHead';

/** What waits on this phone, what the server refused and why. Everybody may look: what they recorded is theirs. */
export default function OutboxPage() {
  const t = useT();
  const outbox = useOutbox();
  const navigate = useNavigate();
  const lead = [
    outbox.refused > 0 && t('outbox.leadRefused', { n: outbox.refused }),
    outbox.waiting > 0 && t('outbox.leadWaiting', { n: outbox.waiting }),
    outbox.ready && outbox.items.length === 0 && t('outbox.leadNone'),
  ].filter((part) => typeof part === 'string');
  return (
    <>
      <PageHead title={t('nav.outbox')} lead={lead.join(useLanguage().startsWith('zh') ? '' : ' ')} />
      <OutboxView outbox={outbox} onFixed={(key) => void navigate({ to: '/checks/$key', params: { key } })} />
    </>
  );
}
