import { useT } from '../../i18n/setup';
import { AnswerRow } from './AnswerRow';
import { type Decimals, fitted, type Part } from './breakdown';
import { type Bin, bins } from './evidence';
import styles from './Observed.module.css';
import { ReplyLine } from './ReplyLine';
import { StandardRow } from './StandardRow';

interface Props {
  part: Part;
  decimals: Decimals;
}

/** What was observed, like beside like, with what it gave or took: answers from the best, standards by what they moved. */
export function Observed({ part, decimals }: Props) {
  const t = useT();
  const rows = bins(part.sources);
  const shown = pointsOf(rows, part, decimals);
  const reach = Math.max(10000, ...shown.map(Math.abs));
  const ofPatients = part.code === 'ratings';
  return (
    <div className={styles.observed}>
      <h3>{ofPatients ? t('evidence.answers') : t('evidence.findings')}</h3>
      <ul>
        {rows.map((bin, i) => {
          const drawn = { bin, reach, decimals, points: shown[i] ?? 0 };
          return bin.standard ? <StandardRow key={bin.key} {...drawn} /> : <AnswerRow key={bin.key} {...drawn} />;
        })}
      </ul>
      {ofPatients && (
        <>
          <p className="muted small">{t('evidence.privacy')}</p>
          <ReplyLine item="ratings" about={t('reply.toRatings')} />
        </>
      )}
    </div>
  );
}

/** The bins' points, rounded so that they add up to the part's. */
function pointsOf(rows: Bin[], part: Part, decimals: Decimals): number[] {
  return fitted(
    rows.map((bin) => bin.points),
    part.shown,
    10 ** (4 - decimals),
  );
}
