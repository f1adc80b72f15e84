import IconBulb from '@tabler/icons-react/dist/esm/icons/IconBulb.mjs';
import IconBulbOff from '@tabler/icons-react/dist/esm/icons/IconBulbOff.mjs';
import IconCameraOff from '@tabler/icons-react/dist/esm/icons/IconCameraOff.mjs';
import { useRef } from 'react';
import { useT } from '../../i18n/setup';
import { Button } from '../../ui/Button';
import { Icon } from '../../ui/Icon';
import { type CameraState, useCamera, useTorch } from './camera';
import { useReading } from './reading';
import styles from './Scanner.module.css';

interface Props {
  on: boolean; // otherwise the camera rests
  hint: string; // what to hold into the frame
  instead?: string; // what to do without a camera, where that is not to type a badge's code
  onText: (text: string) => void;
}

/** The camera, live, with a frame to hold a code into. Where there is no camera it says why, and what to do. */
export function Scanner({ on, hint, instead, onText }: Props) {
  const t = useT();
  const video = useRef<HTMLVideoElement>(null);
  const { state, track, again } = useCamera(video, on);
  const torch = useTorch(track);
  const { unreadable } = useReading(video, on && state === 'on', onText);
  if (!on) return null;
  if (unreadable) return <Without why="unreadable" instead={instead} />;
  if (state !== 'on' && state !== 'starting') return <Without why={state} instead={instead} again={again} />;
  return (
    <section className={styles.view} aria-label={t('scan.camera')}>
      <video ref={video} className={styles.video} muted playsInline aria-hidden="true" tabIndex={-1} />
      <svg viewBox="0 0 100 100" className={styles.frame} aria-hidden="true">
        <path d="M2 22V8a6 6 0 0 1 6-6h14M78 2h14a6 6 0 0 1 6 6v14M98 78v14a6 6 0 0 1-6 6H78M22 98H8a6 6 0 0 1-6-6V78" />
      </svg>
      <p className={styles.hint} role="status">
        {state === 'on' ? hint : t('scan.starting')}
      </p>
      {torch && (
        <button type="button" className={styles.torch} aria-pressed={torch.on} onClick={torch.toggle}>
          <Icon of={torch.on ? IconBulbOff : IconBulb} size={24} />
          <span className="visually-hidden">{t('scan.light')}</span>
        </button>
      )}
    </section>
  );
}

type Why = Exclude<CameraState, 'on' | 'starting'> | 'unreadable';

/** Why nothing can be scanned here. To type the code, or to search, is beside it always. */
function Without({ why, instead, again }: { why: Why; instead: string | undefined; again?: () => void }) {
  const t = useT();
  return (
    <section className={styles.without} aria-label={t('scan.camera')}>
      <Icon of={IconCameraOff} size={24} />
      <div>
        <p>
          <b>{t(`scan.without.${why}`)}</b>
        </p>
        <p className="muted">{instead ?? t(`scan.instead.${why}`)}</p>
      </div>
      {again && (why === 'refused' || why === 'busy') && <Button onClick={again}>{t('error.retry')}</Button>}
    </section>
  );
}
