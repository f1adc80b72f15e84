import { useT } from '../../i18n/setup';
import type { FieldStandard, Result } from '../../lib/field/types';
import { useLocalized } from '../../lib/session';
import { Mark } from '../../ui/Mark';
import styles from './Anchors.module.css';

/** What the three answers look like in practice. The chosen one stands out; the others stay readable. */
export function Anchors({ standard, result }: { standard: FieldStandard; result?: Result }) {
  const t = useT();
  const text = useLocalized();
  const anchors = [
    ['met', standard.met],
    ['partly', standard.partly],
    ['not-met', standard.notMet],
  ] as const;
  return (
    <dl className={styles.anchors}>
      {anchors.map(([answer, words]) => (
        <div key={answer} className={answer === result ? styles.chosen : undefined}>
          <dt>
            <Mark of={answer} size={16} weight={2.75} />
            {t(`observe.result.${answer}`)}
          </dt>
          <dd>{text(words)}</dd>
        </div>
      ))}
    </dl>
  );
}
