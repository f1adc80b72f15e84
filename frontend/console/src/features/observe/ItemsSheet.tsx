import IconAlertTriangle from '@tabler/icons-react/dist/esm/icons/IconAlertTriangle.mjs';
import { useId, useState } from 'react';
import { useT } from '../../i18n/setup';
import type { Draft, FieldStandard } from '../../lib/field/types';
import { useLocalized } from '../../lib/session';
import { Button } from '../../ui/Button';
import { Icon } from '../../ui/Icon';
import { Mark } from '../../ui/Mark';
import { Sheet } from '../../ui/Sheet';
import { counts, missing } from './answer';
import styles from './ItemsSheet.module.css';
import { advances, setAdvances } from './setting';

interface Props {
  draft: Draft;
  standards: ReadonlyMap<string, FieldStandard>;
  onGo: (at: number) => void;
  onClose: () => void;
}

/** All items at a glance, each one press away. */
export function ItemsSheet({ draft, standards, onGo, onClose }: Props) {
  const t = useT();
  const text = useLocalized();
  const id = useId();
  const [by, setBy] = useState(advances);
  const of = draft.findings.length;
  const lead = t('observe.itemsLead', { done: of - counts(draft.findings).open, of });
  return (
    <Sheet title={t('observe.items')} lead={lead} onClose={onClose}>
      <ol className={styles.items}>
        {draft.findings.map((finding, i) => {
          const standard = standards.get(finding.standard);
          return (
            <li key={finding.standard}>
              <button
                type="button"
                className={styles.item}
                aria-current={i === draft.at ? 'step' : undefined}
                onClick={() => onGo(i)}
              >
                <Mark of={finding.result} size={22} />
                <span className={styles.name}>
                  {i + 1}. {standard ? text(standard.title) : finding.standard}
                </span>
                {missing(finding, standard).length > 0 && (
                  <span className={styles.incomplete}>
                    <Icon of={IconAlertTriangle} size={16} />
                    {t('observe.incomplete')}
                  </span>
                )}
                <span className={styles.result}>{t(`observe.result.${finding.result ?? 'open'}`)}</span>
              </button>
            </li>
          );
        })}
      </ol>
      <Button onClick={() => onGo(of)}>{t('observe.toSummary')}</Button>
      <label className={styles.setting} htmlFor={id}>
        <input
          id={id}
          type="checkbox"
          checked={by}
          onChange={(e) => {
            setAdvances(e.currentTarget.checked);
            setBy(e.currentTarget.checked);
          }}
        />
        <span>
          {t('observe.advance')}
          <small>{t('observe.advanceHint')}</small>
        </span>
      </label>
    </Sheet>
  );
}
