import { useEffect, useRef, useState } from 'react';
import { useT } from '../../i18n/setup';
import { useCheckOpen } from '../../lib/field/checkOpen';
import type { Draft, FieldStandard } from '../../lib/field/types';
import { Notice } from '../../ui/Notice';
import { changeItem } from './answer';
import styles from './Checking.module.css';
import { Item } from './Item';
import { ItemsSheet } from './ItemsSheet';
import { LeaveSheet } from './LeaveSheet';
import { taken } from './leftover';
import { Summary } from './Summary';
import { addAttempt } from './timing';

interface Props {
  draft: Draft;
  standards: ReadonlyMap<string, FieldStandard>;
  where: string; // the department
  who: { name: string; post: string };
  change: (mutate: (draft: Draft) => void) => Promise<void>;
  onSave: () => Promise<void>;
  onLeave: () => void;
  onDiscard: () => void;
}

/** After the screen changed by an answer, the thumb is still on its way up. */
const settles = 250;

/** A check that is being made: one item a screen, then the summary. Where it is, is kept with it. */
export function Checking({ draft, standards, where, who, change, onSave, onLeave, onDiscard }: Props) {
  const t = useT();
  const [over, setOver] = useState<'items' | 'leave'>();
  const [failed, setFailed] = useState(false);
  const settled = useRef(0);
  const of = draft.findings.length;
  const finding = draft.findings[draft.at];

  const keep = async (mutate: (draft: Draft) => void): Promise<boolean> => {
    try {
      await change(mutate);
      setFailed(false);
      return true;
    } catch {
      setFailed(true);
      return false;
    }
  };
  const go = (at: number) => {
    setOver(undefined);
    void keep((d) => {
      d.at = at;
    });
  };
  useCheckOpen();
  useLeftover(draft, standards, keep);

  const post = draft.double ? `${who.post} · ${t('observe.double')}` : who.post;
  const frame = {
    draft,
    where,
    onItems: () => setOver('items'),
    onClose: () => setOver('leave'),
  };
  return (
    <>
      {failed && (
        <div className={styles.failed}>
          <Notice tone="danger">{t('observe.notStored')}</Notice>
        </div>
      )}
      {finding ? (
        <Item
          key={draft.at}
          {...frame}
          finding={finding}
          standard={standards.get(finding.standard)}
          who={t('observe.where', { name: who.name, post, n: draft.at + 1, of })}
          quiet={() => performance.now() < settled.current}
          onChange={(mutate) => {
            const now = new Date().toISOString();
            return keep((d) => changeItem(d, finding.standard, mutate, now));
          }}
          onNext={(byAnswer) => {
            if (byAnswer) settled.current = performance.now() + settles;
            go(draft.at + 1);
          }}
        />
      ) : (
        <Summary
          {...frame}
          standards={standards}
          who={t('observe.whereSummary', { name: who.name, post })}
          name={who.name}
          onChange={keep}
          onGo={go}
          onSave={onSave}
        />
      )}
      {over === 'items' && <ItemsSheet {...{ draft, standards }} onGo={go} onClose={() => setOver(undefined)} />}
      {over === 'leave' && <LeaveSheet {...{ draft, onLeave, onDiscard }} onClose={() => setOver(undefined)} />}
    </>
  );
}

/** Puts a measurement that a page left behind when it died where it belongs. */
function useLeftover(
  { key }: Draft,
  standards: ReadonlyMap<string, FieldStandard>,
  keep: (mutate: (draft: Draft) => void) => Promise<boolean>,
) {
  const t = useT();
  // biome-ignore lint/correctness/useExhaustiveDependencies: once for each check
  useEffect(() => {
    const left = taken(key, t('stopwatch.closed'));
    if (!left) return;
    const target = standards.get(left.standard)?.targetMs ?? 0;
    void keep((d) => {
      const finding = d.findings.find((f) => f.standard === left.standard);
      if (finding) addAttempt(finding, left.attempt, target);
    });
  }, [key]);
}
