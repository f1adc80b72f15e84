import IconAlertTriangle from '@tabler/icons-react/dist/esm/icons/IconAlertTriangle.mjs';
import IconChevronRight from '@tabler/icons-react/dist/esm/icons/IconChevronRight.mjs';
import { type Ref, useId } from 'react';
import { useT } from '../../i18n/setup';
import type { Draft, FieldStandard } from '../../lib/field/types';
import { useLocalized } from '../../lib/session';
import { Icon } from '../../ui/Icon';
import type { Missing } from './answer';
import styles from './MissingList.module.css';

interface Props {
  lacks: readonly { at: number; what: Missing }[];
  draft: Draft;
  standards: ReadonlyMap<string, FieldStandard>;
  onGo: (at: number) => void;
  ref: Ref<HTMLDivElement>;
}

/** What has to be put right before the check can be saved, each one press away. */
export function MissingList({ lacks, draft, standards, onGo, ref }: Props) {
  const t = useT();
  const text = useLocalized();
  const id = useId();
  if (lacks.length === 0) return null;
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: Save moves the focus here
    <section ref={ref} tabIndex={0} className={styles.missing} aria-labelledby={id}>
      <h2 id={id}>
        <Icon of={IconAlertTriangle} />
        {t('summary.missing')}
      </h2>
      <ul>
        {lacks.map(({ at, what }) => {
          const code = draft.findings[at]?.standard ?? '';
          const standard = standards.get(code);
          return (
            <li key={`${code} ${what}`}>
              <button type="button" onClick={() => onGo(at)}>
                <span>
                  <b>
                    {at + 1}. {standard ? text(standard.title) : code}
                  </b>
                  {t(`observe.missing.${what}`)}
                </span>
                <Icon of={IconChevronRight} />
              </button>
            </li>
          );
        })}
      </ul>
    </section>
  );
}
