import { useEffect, useRef, useState } from 'react';
import { useT } from '../../i18n/setup';
import { useKit } from '../../lib/field/kit';
import { may, useFormat, useLocalized, useSession } from '../../lib/session';
import { Button } from '../../ui/Button';
import { Card } from '../../ui/Card';
import { Notice } from '../../ui/Notice';
import { CheckFacts } from './CheckFacts';
import styles from './CheckView.module.css';
import { FindingRow } from './FindingRow';
import { Thanks } from './Thanks';
import type { SpotCheck } from './types';
import { VoidDialog } from './VoidDialog';

/** A stored check: what it found, in a sentence and item by item; the way to take it out of the evidence. */
export function CheckView({ check }: { check: SpotCheck }) {
  const t = useT();
  const reasons = useReasons();
  return (
    <div className="stack">
      <Voided check={check} />
      <Conclusion check={check} />
      <div className={styles.columns}>
        <div className={`stack ${styles.side}`}>
          <CheckFacts check={check} />
          <Thanks check={check} />
        </div>
        <div className="stack">
          <Card title={t('checks.findings')} flush>
            <ul className={styles.findings}>
              {check.findings.map((finding) => (
                <FindingRow key={finding.id} finding={finding} reasons={(code) => reasons(finding.standard, code)} />
              ))}
            </ul>
          </Card>
          <Voiding check={check} />
        </div>
      </div>
    </div>
  );
}

function Conclusion({ check: { met, partly, notMet, notSeen, notApplicable } }: { check: SpotCheck }) {
  const t = useT();
  const of = met + partly + notMet;
  const other = notSeen + notApplicable;
  return (
    <Notice tone="conclusion">
      {of > 0 && `${t('checks.conclusion', { met, of, partly, notMet })} `}
      {other > 0 && t('checks.otherItems', { n: other })}
    </Notice>
  );
}

function Voided({ check: { voidedAt, voidedBy = '', voidReason = '' } }: { check: SpotCheck }) {
  const t = useT();
  const format = useFormat();
  const notice = useRef<HTMLDivElement>(null);
  const before = useRef(voidedAt);
  useEffect(() => {
    if (voidedAt && !before.current) notice.current?.focus(); // done just now: seen, and heard
    before.current = voidedAt;
  }, [voidedAt]);
  if (!voidedAt) return null;
  return (
    <Notice tone="warn" ref={notice}>
      <p>{t('void.state', { time: format.dateTime(new Date(voidedAt)), name: voidedBy })}</p>
      <p>{t('checks.reason', { words: voidReason })}</p>
    </Notice>
  );
}

function Voiding({ check }: { check: SpotCheck }) {
  const t = useT();
  const format = useFormat();
  const { employee } = useSession();
  const [open, setOpen] = useState(false);
  if (check.voidedAt) return null;
  if (!check.mayVoid) {
    return check.observerId === employee?.id ? <p className="muted small">{t('void.later')}</p> : null;
  }
  return (
    <div className={`${styles.voiding} no-print`}>
      <Button onClick={() => setOpen(true)}>{t('void.open')}</Button>
      {check.voidUntil && (
        <p className="muted small">{t('void.untilOwn', { time: format.time(new Date(check.voidUntil)) })}</p>
      )}
      {open && <VoidDialog check={check} onClose={() => setOpen(false)} />}
    </div>
  );
}

/** Reasons in words: a standard's own are codes, which the phone's copy of the standards explains. */
function useReasons() {
  const { standards } = useKit({ asks: may(useSession(), 'log spot-check') });
  const text = useLocalized();
  return (standard: string, reason: string) => {
    const known = standards?.standards.find((s) => s.code === standard)?.notApplicable.find((n) => n.code === reason);
    return known ? text(known.text) : reason.replace(/^other:\s*/, '');
  };
}
