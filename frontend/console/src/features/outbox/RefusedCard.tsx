import IconPencil from '@tabler/icons-react/dist/esm/icons/IconPencil.mjs';
import IconSend from '@tabler/icons-react/dist/esm/icons/IconSend.mjs';
import { useState } from 'react';
import { useT } from '../../i18n/setup';
import { again, discard, fix } from '../../lib/field/outbox';
import type { Queued, Refusal } from '../../lib/field/types';
import { useFormat } from '../../lib/session';
import { Button } from '../../ui/Button';
import { Card } from '../../ui/Card';
import { Notice } from '../../ui/Notice';
import { DiscardDialog } from './DiscardDialog';
import { type Entry, type Reason, reasonOf, recorded } from './entries';
import { FromWhere } from './FromWhere';
import styles from './OutboxView.module.css';
import { Parts } from './Parts';

/** What the server refused, why, and what can be done: put it right, send it again as it is, or give it up. */
export function RefusedCard({ entry, onFixed }: { entry: Entry; onFixed: (key: string) => void }) {
  const format = useFormat();
  const at = recorded(entry)?.startedAt ?? entry.queuedAt;
  return (
    <Card
      title={entry.label}
      lead={<Parts entry={entry} />}
      side={<time className="muted small">{format.dateTime(new Date(at))}</time>}
    >
      {entry.refused.map(
        (item) => item.refused && <Refused key={item.id} item={item} why={item.refused} onFixed={onFixed} />,
      )}
    </Card>
  );
}

interface RefusedProps {
  item: Queued;
  why: Refusal;
  onFixed: (key: string) => void;
}

function Refused({ item, why, onFixed }: RefusedProps) {
  const t = useT();
  const [asking, setAsking] = useState(false);
  const reason = reasonOf(why);
  const putRight = async () => {
    const draft = await fix(item.id);
    onFixed(draft.key);
  };
  return (
    <div className={styles.why}>
      <Notice tone="danger">{t(`refused.${reason}`)}</Notice>
      <Details why={why} open={reason === 'invalid'} />
      {reason === 'posting-ended' && <FromWhere item={item} />}
      <div className={styles.actions}>
        {item.kind === 'check' && (
          <Button main icon={IconPencil} onClick={() => void putRight()}>
            {t('outbox.fix')}
          </Button>
        )}
        {(item.kind !== 'check' || mayPass.includes(reason)) && (
          <Button icon={IconSend} onClick={() => void again(item.id)}>
            {t('outbox.again')}
          </Button>
        )}
        <Button onClick={() => setAsking(true)}>{t('outbox.discard')}</Button>
      </div>
      <DiscardDialog open={asking} onKeep={() => setAsking(false)} onDiscard={() => void discard(item.id)} />
    </div>
  );
}

/** What somebody else, or time, may have put right. */
const mayPass: Reason[] = ['not-on-roster', 'nobody-there', 'clock-ahead', 'forbidden', 'invalid'];

/** The server's own words, for whoever helps. They are in English. */
function Details({ why, open }: { why: Refusal; open: boolean }) {
  const t = useT();
  return (
    <details className={styles.details} open={open}>
      <summary>{t('outbox.details')}</summary>
      <div lang="en">
        <p>{why.message}</p>
        <ul>
          {Object.entries(why.fields).map(([field, words]) => (
            <li key={field}>
              <code>{field}</code>: {words}
            </li>
          ))}
        </ul>
      </div>
    </details>
  );
}
