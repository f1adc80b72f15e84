import { useT } from '../../i18n/setup';
import { useFormat, useLocalized } from '../../lib/session';
import { Scroll } from '../../ui/Scroll';
import { type Decimals, fitted, type Part } from './breakdown';
import styles from './EvidenceTable.module.css';
import { type Bin, bins } from './evidence';
import { answersName } from './words';

interface Props {
  part: Part;
  decimals: Decimals;
}

/** What was observed, like beside like, with what it gave or took. */
export function EvidenceTable({ part, decimals }: Props) {
  const t = useT();
  const format = useFormat();
  const text = useLocalized();
  const rows = bins(part.sources);
  const shown = points(rows, part, decimals);
  const name = (bin: Bin) => (bin.standard ? text(bin.standard) : answersName(t, bin.low, bin.high));
  return (
    <>
      <Scroll label={t('evidence.title')}>
        <table className={styles.table}>
          <caption>{t('evidence.title')}</caption>
          <thead>
            <tr>
              <th scope="col">{part.code === 'ratings' ? t('evidence.answer') : t('evidence.standard')}</th>
              <th scope="col" className="number">
                {t('evidence.count')}
              </th>
              {part.code !== 'ratings' && (
                <th scope="col" className="number">
                  {t('evidence.mean')}
                </th>
              )}
              <th scope="col" className="number">
                {t('evidence.points')}
              </th>
            </tr>
          </thead>
          <tbody>
            {rows.map((bin, i) => (
              <tr key={bin.key}>
                <th scope="row">{name(bin)}</th>
                <td className="number">{format.count(bin.n)}</td>
                {part.code !== 'ratings' && <td className="number">{format.count(Math.round(bin.mean))}</td>}
                <td className="number">{format.points(shown[i] ?? 0, decimals)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </Scroll>
      {part.code === 'ratings' && <p className="muted small">{t('evidence.privacy')}</p>}
    </>
  );
}

/** The bins' points, rounded so that they add up to the part's. */
function points(rows: Bin[], part: Part, decimals: Decimals): number[] {
  return fitted(
    rows.map((bin) => bin.points),
    part.shown,
    10 ** (4 - decimals),
  );
}
