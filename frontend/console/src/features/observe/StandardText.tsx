import { useEffect, useRef } from 'react';
import { useT } from '../../i18n/setup';
import type { DraftFinding, FieldStandard } from '../../lib/field/types';
import { useLocalized } from '../../lib/session';
import styles from './StandardText.module.css';

interface Props {
  n: number;
  finding: DraftFinding;
  standard?: FieldStandard;
  running: boolean; // the time has the room
}

/** What is looked at, and when it can be seen. A reader by ear starts here on each new item. */
export function StandardText({ n, finding, standard, running }: Props) {
  const t = useT();
  const text = useLocalized();
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    scrollTo(0, 0);
  }, []);
  useEffect(() => {
    if (!running) heading.current?.focus({ preventScroll: true }); // also after timing: its button is gone
  }, [running]);
  return (
    <header className={`${styles.text} ${running ? styles.running : ''}`}>
      <p className={styles.number}>
        {t('observe.standard', { n })}
        {standard?.principal && ` · ${t('observe.principal')}`}
        {standard?.measure === 'seconds' && ` · ${t('observe.timed')}`}
      </p>
      <h1 ref={heading} tabIndex={-1}>
        {standard ? text(standard.title) : finding.standard}
      </h1>
      <p className={styles.opportunity}>{standard ? text(standard.opportunity) : t('observe.unknown')}</p>
    </header>
  );
}
