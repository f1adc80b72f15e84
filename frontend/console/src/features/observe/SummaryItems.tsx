import IconChevronRight from '@tabler/icons-react/dist/esm/icons/IconChevronRight.mjs';
import { useT } from '../../i18n/setup';
import type { Draft, DraftFinding, FieldStandard } from '../../lib/field/types';
import { measuredTime } from '../../lib/seconds';
import { useLocalized } from '../../lib/session';
import { Icon } from '../../ui/Icon';
import { Mark } from '../../ui/Mark';
import { reasonText, target } from './answer';
import styles from './SummaryItems.module.css';

interface Props {
  draft: Draft;
  standards: ReadonlyMap<string, FieldStandard>;
  onGo: (at: number) => void;
}

/** Each item with its answer, and what stands behind it. */
export function SummaryItems({ draft, standards, onGo }: Props) {
  const t = useT();
  const text = useLocalized();
  return (
    <section className={styles.items} aria-label={t('summary.items')}>
      <ol>
        {draft.findings.map((finding, at) => {
          const standard = standards.get(finding.standard);
          return (
            <li key={finding.standard}>
              <button type="button" onClick={() => onGo(at)}>
                <Mark of={finding.result} size={20} />
                <span className={styles.what}>
                  <b>
                    {at + 1}. {standard ? text(standard.title) : finding.standard}
                  </b>
                  <Behind finding={finding} standard={standard} />
                </span>
                <span className={styles.result}>{t(`observe.result.${finding.result ?? 'open'}`)}</span>
                <Icon of={IconChevronRight} size={18} />
              </button>
            </li>
          );
        })}
      </ol>
    </section>
  );
}

function Behind({ finding, standard }: { finding: DraftFinding; standard?: FieldStandard }) {
  const t = useT();
  const text = useLocalized();
  const { attempts, note, photos } = finding;
  const goal = target(standard);
  const parts = [
    goal !== undefined &&
      attempts
        .filter((a) => !a.cancelled)
        .map((a) => measuredTime(t, a.milliseconds, goal))
        .join(' · '),
    reasonText(finding, standard, text),
    note?.trim(),
    photos.length > 0 && t('photo.count', { n: photos.length }),
  ].filter(Boolean);
  if (parts.length === 0) return null;
  return <span className={styles.behind}>{parts.join(' · ')}</span>;
}
