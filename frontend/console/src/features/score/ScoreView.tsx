import { type ReactNode, useState } from 'react';
import type { Explanation } from '../../api/types';
import { useT } from '../../i18n/setup';
import { Breakdown } from './Breakdown';
import { breakdown, type Decimals } from './breakdown';
import { Gates } from './Gates';
import { Hero } from './Hero';
import { Moves } from './Moves';
import { Privacy } from './Privacy';
import { Replies } from './Replies';
import { ReplySheet } from './ReplySheet';
import { ReplyingProvider } from './replies';
import styles from './ScoreView.module.css';
import { TooFew } from './TooFew';

interface Props {
  explanation: Explanation;
  change?: ReactNode; // against the month before
  mine?: boolean; // it is the reader's own
  status?: string | undefined; // of the month; once it is closed nothing is added to it
  gates?: ReactNode; // instead of the month's own
  beside?: ReactNode; // more, at the right
  below?: ReactNode; // and after all that
}

/** A person's score of a period: how much, how sure, why, and what would move it. */
export function ScoreView({ explanation, change, mine, status, gates, beside, below }: Props) {
  const t = useT();
  const [decimals, setDecimals] = useState<Decimals>(1);
  const [reply, setReply] = useState<{ item: string; about: string }>();
  const { shown, replies, moves, period } = explanation;
  const write =
    mine && status && status !== 'closed' ? (item: string, about: string) => setReply({ item, about }) : undefined;
  const ownGates = <Gates gates={explanation.gates ?? []} month={period} />;
  return (
    <ReplyingProvider value={{ replies, ...(write && { write }) }}>
      <div className={styles.page}>
        <div className={`${styles.column} ${styles.main}`}>
          {shown ? (
            <Hero explanation={explanation} change={change} status={status} />
          ) : (
            <TooFew explanation={explanation} />
          )}
          {shown && (
            <section className={styles.why}>
              <h2>{t('score.why')}</h2>
              <Breakdown
                of={breakdown(explanation, decimals)}
                decimals={decimals}
                computedAt={explanation.computedAt}
                onDecimals={setDecimals}
              />
            </section>
          )}
        </div>
        <div className={`${styles.column} ${styles.side}`}>
          <Moves moves={moves} {...(mine && { mine })} />
          {gates ?? ownGates}
          {beside}
        </div>
        <div className={styles.more}>
          {below}
          <Replies explanation={explanation} />
        </div>
        <div className={styles.rules}>
          <Privacy />
        </div>
      </div>
      {reply && <ReplySheet period={period} {...reply} onClose={() => setReply(undefined)} />}
    </ReplyingProvider>
  );
}
