import { useT } from '../../i18n/setup';
import type { Result } from '../../lib/field/types';
import { Mark } from '../../ui/Mark';
import styles from './Tally.module.css';

const shown = ['met', 'partly', 'not-met', 'not-seen', 'not-applicable', 'open'] as const;

/** How many items have each answer. Answers that nobody gave are not listed. */
export function Tally({ counts }: { counts: Record<Result | 'open', number> }) {
  const t = useT();
  return (
    <dl className={styles.tally}>
      {shown
        .filter((answer) => counts[answer] > 0)
        .map((answer) => (
          <div key={answer}>
            <dt>
              <Mark of={answer === 'open' ? undefined : answer} size={18} />
              {t(`observe.result.${answer}`)}
            </dt>
            <dd>{counts[answer]}</dd>
          </div>
        ))}
    </dl>
  );
}
