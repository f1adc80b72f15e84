import { type FormEvent, useState } from 'react';
import { Trouble } from '../../api/client';
import { useT } from '../../i18n/setup';
import { Button } from '../../ui/Button';
import { Failure } from '../../ui/Failure';
import { WordsField } from '../../ui/FormField';
import { Notice } from '../../ui/Notice';
import { Sheet } from '../../ui/Sheet';
import { keepDraft, readDraft } from './draft';
import styles from './ReplySheet.module.css';
import { useReply } from './replies';

interface Props {
  period: string;
  item: string;
  about: string; // what is replied to, in words
  onClose: () => void;
}

const most = 2000;

/** Writing a reply. The words are kept on this device until the server has them. */
export function ReplySheet({ period, item, about, onClose }: Props) {
  const t = useT();
  const [draft, setDraft] = useState(() => readDraft(period, item));
  const [missing, setMissing] = useState(false);
  const reply = useReply(period, item, onClose);
  const write = (words: string) => {
    const next = { ...draft, words };
    setDraft(next);
    setMissing(false);
    keepDraft(period, item, next);
  };
  const send = (e: FormEvent) => {
    e.preventDefault();
    if (draft.words.trim() === '') setMissing(true);
    else reply.mutate(draft);
  };
  return (
    <Sheet form title={t('reply.title')} onClose={onClose}>
      <form className={styles.form} onSubmit={send}>
        <p className={styles.about}>{about}</p>
        <p className="muted">{t('reply.lead')}</p>
        <WordsField
          label={t('reply.words')}
          value={draft.words}
          max={most}
          onChange={write}
          {...(missing && { error: t('reply.missing') })}
        />
        {reply.isPaused && <Notice tone="warn">{t('reply.waits')}</Notice>}
        {reply.error && <Refusal error={reply.error} />}
        <Button type="submit" main wide busy={reply.isPending && !reply.isPaused}>
          {t('reply.send')}
        </Button>
        <p className="muted small">{t('reply.final')}</p>
      </form>
    </Sheet>
  );
}

const reasons = {
  'period-closed': 'reply.closed',
  'too-many-replies': 'reply.tooMany',
  'sent-before': 'reply.sentBefore',
} as const;

/** Why it was not stored. The words stay where they are. */
function Refusal({ error }: { error: Error }) {
  const t = useT();
  const trouble = error instanceof Trouble ? error : undefined;
  if (trouble?.status === 0) return <Notice tone="warn">{t('reply.unsent')}</Notice>;
  const known = reasons[trouble?.reason as keyof typeof reasons];
  return known ? <Notice tone="danger">{t(known)}</Notice> : <Failure error={error} />;
}
