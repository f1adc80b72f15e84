import { useEffect, useRef } from 'react';
import { useT } from '../../i18n/setup';
import styles from './Dock.module.css';
import { reading, type usePresses } from './press';
import type { Reading } from './stopwatch';

type Press = ReturnType<typeof usePresses>;

interface ReadyProps {
  press: Press;
  onStart: (at: Reading) => void;
  onElse: () => void;
  onBack?: () => void; // to the answer there is
  onNext: () => void;
  next: string; // what Next is called here
}

/** Before a measurement: the dock is one button to start with. */
export function ReadyDock({ press, onStart, onElse, onBack, onNext, next }: ReadyProps) {
  const t = useT();
  return (
    <>
      <button type="button" className={`${styles.pad} ${styles.start}`} {...press(onStart)}>
        {t('stopwatch.start')}
      </button>
      <div className={styles.tools}>
        <button type="button" className={styles.tool} onClick={onBack ?? onElse}>
          {onBack ? t('stopwatch.keep') : t('observe.else')}
        </button>
        <button type="button" className={styles.tool} onClick={() => onNext()}>
          {next}
        </button>
      </div>
    </>
  );
}

interface RunningProps {
  press: Press;
  onStop: (at: Reading) => void;
  onCancel: (at: Reading) => void;
}

/** While it runs the whole dock stops it: nobody has to look where the button is. */
export function RunningDock({ press, onStop, onCancel }: RunningProps) {
  const t = useT();
  const pad = useRef<HTMLButtonElement>(null);
  useEffect(() => {
    pad.current?.focus({ preventScroll: true }); // so that Space stops it
  }, []);
  return (
    <>
      <button ref={pad} type="button" className={styles.pad} {...press(onStop)}>
        {t('stopwatch.stop')}
      </button>
      <div className={styles.tools}>
        <button type="button" className={styles.tool} onClick={() => onCancel(reading())}>
          {t('stopwatch.cancel')}
        </button>
      </div>
    </>
  );
}
