import type { Provisional } from '../../api/types';
import { useT } from '../../i18n/setup';
import { useFormat } from '../../lib/session';
import { Card } from '../../ui/Card';
import { Chip } from '../../ui/Chip';
import { More } from '../../ui/More';
import { Breakdown } from './Breakdown';
import { breakdown } from './breakdown';
import { ReplyingProvider } from './replies';
import styles from './SoFar.module.css';

const none = { replies: [] }; // the page's are to another month

/** The month that runs, so far: a figure to be calm about. */
export function SoFar({ of }: { of: Provisional }) {
  const t = useT();
  const format = useFormat();
  const { shown, score = 0, low = 0, high = 0, asOf, period } = of;
  return (
    <Card
      title={t('score.soFar', { month: format.month(period) })}
      lead={shown ? t('score.soFar.why') : t('score.soFar.tooFew')}
    >
      {shown && (
        <>
          <p className={styles.figure}>
            <b>{format.score(score)}</b>
            <span>{t('score.between', { low: format.score(low), high: format.score(high) })}</span>
            <Chip tone="plain">{t('score.provisional')}</Chip>
          </p>
          <More label={t('score.why')}>
            <ReplyingProvider value={none}>
              <Breakdown of={breakdown(of, 1)} decimals={1} />
            </ReplyingProvider>
          </More>
        </>
      )}
      <p className="caption">{t('score.asOf', { time: format.dateTime(asOf) })}</p>
    </Card>
  );
}
