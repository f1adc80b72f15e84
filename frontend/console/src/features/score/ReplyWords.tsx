import type { Reply } from '../../api/types';
import { useT } from '../../i18n/setup';
import { useFormat } from '../../lib/session';
import { Said } from '../../ui/Said';
import styles from './ReplyWords.module.css';

/** A reply as it was said, and when it was kept. */
export function ReplyWords({ reply, about }: { reply: Reply; about?: string }) {
  const t = useT();
  const format = useFormat();
  return (
    <div className={styles.said}>
      {about && <b>{about}</b>}
      <Said words={reply.words} />
      <small>{t('reply.kept', { time: format.dateTime(reply.at) })}</small>
    </div>
  );
}
