import { useT } from '../../i18n/setup';
import { useFormat } from '../../lib/session';
import { Chip } from '../../ui/Chip';
import styles from './Change.module.css';
import type { Change as Changed } from './change';

interface Props {
  since: string; // the month before
  score: number; // then
  change: Changed;
}

const tones = { up: 'above', down: 'below', none: 'same' } as const;

/** What the month before was, and whether the difference is one. */
export function Change({ since, score, change: { verdict, difference } }: Props) {
  const t = useT();
  const format = useFormat();
  return (
    <div className={styles.change}>
      <span>{t('score.before', { month: format.monthOnly(since), score: format.score(score) })}</span>
      <Chip tone={tones[verdict]}>{t(`score.change.${verdict}`, { points: format.score(Math.abs(difference)) })}</Chip>
    </div>
  );
}
