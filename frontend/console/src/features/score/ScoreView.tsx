import { useState } from 'react';
import type { Explanation } from '../../api/types';
import { useT } from '../../i18n/setup';
import { Breakdown } from './Breakdown';
import { breakdown, type Decimals } from './breakdown';
import { Gates } from './Gates';
import { Hero } from './Hero';
import styles from './ScoreView.module.css';
import { TooFew } from './TooFew';

/** A person's score of a period: how much, how sure, and why. */
export function ScoreView({ explanation }: { explanation: Explanation }) {
  const t = useT();
  const [decimals, setDecimals] = useState<Decimals>(1);
  if (!explanation.shown) {
    return (
      <div className={styles.page}>
        <TooFew explanation={explanation} />
        <Gates gates={explanation.gates ?? []} />
      </div>
    );
  }
  return (
    <div className={styles.page}>
      <Hero explanation={explanation} />
      <section className={styles.why}>
        <h2>{t('score.why')}</h2>
        <Breakdown of={breakdown(explanation, decimals)} decimals={decimals} onDecimals={setDecimals} />
      </section>
      <Gates gates={explanation.gates ?? []} />
    </div>
  );
}
