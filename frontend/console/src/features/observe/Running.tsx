import { useEffect, useRef } from 'react';
import { useT } from '../../i18n/setup';
import { figures, wholeTime } from '../../lib/seconds';
import styles from './Running.module.css';
import type { Reading } from './stopwatch';
import { span } from './timing';

/** The time as it runs, and how far it is to the target. It is drawn past React, sixty times a second. */
export function Running({ since, target }: { since: Reading; target: number }) {
  const t = useT();
  const card = useRef<HTMLDivElement>(null);
  const number = useRef<HTMLSpanElement>(null);
  const unit = useRef<HTMLElement>(null);
  const bar = useRef<HTMLElement>(null);
  useEffect(() => {
    card.current?.scrollIntoView({ block: 'nearest' });
  }, []);
  useEffect(() => {
    let frame = 0;
    const draw = () => {
      const passed = Math.max(0, performance.now() - since.mono);
      const now = figures(passed);
      if (number.current) number.current.textContent = now.number;
      if (unit.current) unit.current.hidden = !now.unit;
      if (bar.current) bar.current.style.transform = `scaleX(${Math.min(1, passed / span(target))})`;
      frame = requestAnimationFrame(draw);
    };
    draw();
    return () => cancelAnimationFrame(frame);
  }, [since, target]);
  return (
    <div ref={card} className={styles.card}>
      <p className={styles.time} role="timer" aria-live="off">
        <span ref={number}>0.0</span>
        <small ref={unit}>{t('stopwatch.unit')}</small>
      </p>
      <div className={styles.bar} aria-hidden="true">
        <i ref={bar} className={styles.done} />
        <i className={styles.mark} />
      </div>
      <p className={styles.scale} aria-hidden="true">
        <span>{wholeTime(t, target)}</span>
      </p>
    </div>
  );
}
