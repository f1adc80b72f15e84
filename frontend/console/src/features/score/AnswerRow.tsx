import { useT } from '../../i18n/setup';
import { useFormat } from '../../lib/session';
import type { Decimals } from './breakdown';
import { Diverging } from './Diverging';
import type { Bin } from './evidence';
import styles from './Row.module.css';
import { answersName } from './words';

interface Props {
  bin: Bin;
  points: number;
  reach: number; // the longest bar
  decimals: Decimals;
}

/** How many patients gave an answer, and what that came to. */
export function AnswerRow({ bin, points, reach, decimals }: Props) {
  const t = useT();
  const format = useFormat();
  return (
    <li className={styles.row}>
      <span className={styles.name}>
        {answersName(t, bin.low, bin.high)}
        <small>{t('evidence.times', { n: bin.n })}</small>
      </span>
      <b className={styles.points}>{format.points(points, decimals)}</b>
      <Diverging value={points} reach={reach} />
    </li>
  );
}
