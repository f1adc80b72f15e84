import { useEffect, useRef, useState } from 'react';
import { useT } from '../../i18n/setup';
import type { Draft, FieldStandard } from '../../lib/field/types';
import { Notice } from '../../ui/Notice';
import { counts, missing } from './answer';
import docks from './Dock.module.css';
import { Frame } from './Frame';
import { MissingList } from './MissingList';
import styles from './Summary.module.css';
import { SummaryItems } from './SummaryItems';
import { Tally } from './Tally';
import { Thanks } from './Thanks';

interface Props {
  draft: Draft;
  standards: ReadonlyMap<string, FieldStandard>;
  where: string;
  who: string;
  name: string; // of the person observed
  onChange: (mutate: (draft: Draft) => void) => Promise<boolean>;
  onGo: (at: number) => void;
  onSave: () => Promise<void>;
  onItems: () => void;
  onClose: () => void;
}

/** All that was seen, once more, before it is saved. */
export function Summary({ draft, standards, name, onChange, onGo, onSave, ...frame }: Props) {
  const t = useT();
  const heading = useRef<HTMLHeadingElement>(null);
  const list = useRef<HTMLDivElement>(null);
  const [busy, setBusy] = useState(false);
  const [trouble, setTrouble] = useState<'nothing' | 'incomplete' | 'notSaved'>();
  const lacks = draft.findings.flatMap((finding, at) =>
    missing(finding, standards.get(finding.standard)).map((what) => ({ at, what })),
  );
  const n = counts(draft.findings);

  useEffect(() => {
    scrollTo(0, 0);
    heading.current?.focus({ preventScroll: true });
  }, []);

  const save = async () => {
    if (busy) return;
    if (n.open === draft.findings.length) return setTrouble('nothing');
    if (lacks.length > 0) {
      setTrouble('incomplete');
      list.current?.focus();
      return;
    }
    setBusy(true);
    try {
      await onSave();
    } catch {
      setTrouble('notSaved');
      setBusy(false);
    }
  };

  return (
    <Frame
      draft={draft}
      {...frame}
      dock={
        <>
          {trouble && (
            <div className={styles.trouble}>
              <Notice tone="danger">{t(`summary.${trouble}`)}</Notice>
            </div>
          )}
          <button type="button" className={docks.next} aria-busy={busy} onClick={() => void save()}>
            {t('summary.save')}
          </button>
          <p className={styles.where}>{t('summary.where')}</p>
        </>
      }
    >
      <h1 ref={heading} tabIndex={-1} className={styles.title}>
        {t('summary.title')}
      </h1>
      <Tally counts={n} />
      <MissingList ref={list} lacks={lacks} draft={draft} standards={standards} onGo={onGo} />
      {n.open > 0 && <p className={styles.unseen}>{t('summary.unseen', { n: n.open })}</p>}
      <Thanks
        name={name}
        words={draft.thanks}
        onWords={(words) =>
          void onChange((d) => {
            d.thanks = words || undefined;
          })
        }
      />
      <SummaryItems draft={draft} standards={standards} onGo={onGo} />
    </Frame>
  );
}
