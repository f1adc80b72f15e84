import { type RefObject, useCallback, useEffect, useState } from 'react';
import { lack } from '../../lib/field/secure';

/** What there is of a camera: it shows, it is being asked for, or why there is none. */
export type CameraState = 'starting' | 'on' | 'refused' | 'none' | 'busy' | 'insecure';

/** What a failure to open the camera means, by the names that browsers agree on. */
export function trouble(name: string): CameraState {
  if (name === 'NotAllowedError' || name === 'SecurityError') return 'refused';
  if (name === 'NotFoundError' || name === 'OverconstrainedError') return 'none';
  return 'busy';
}

async function open(): Promise<MediaStream | CameraState> {
  const lacks = lack('camera');
  if (lacks) return lacks === 'insecure' ? 'insecure' : 'none';
  try {
    return await navigator.mediaDevices.getUserMedia({
      audio: false,
      video: { facingMode: { ideal: 'environment' }, width: { ideal: 1280 }, height: { ideal: 720 } },
    });
  } catch (e) {
    return trouble((e as Error).name);
  }
}

type WithTorch = MediaTrackCapabilities & { torch?: boolean };

/** Shows the camera at the back in a video while it is wanted and the page is in sight. */
export function useCamera(video: RefObject<HTMLVideoElement | null>, wanted: boolean) {
  const [state, setState] = useState<CameraState>('starting');
  const [track, setTrack] = useState<MediaStreamTrack>();
  const [attempt, setAttempt] = useState(0);
  const inSight = useInSight();

  // biome-ignore lint/correctness/useExhaustiveDependencies: each attempt asks anew
  useEffect(() => {
    if (!wanted || !inSight) return;
    let stream: MediaStream | undefined;
    let over = false;
    const stop = () => {
      for (const t of stream?.getTracks() ?? []) t.stop();
    };
    setState('starting');
    void open().then(async (found) => {
      if (typeof found === 'string') {
        if (!over) setState(found);
        return;
      }
      stream = found;
      if (over || !video.current) return stop();
      video.current.srcObject = found;
      await video.current.play().catch(() => {}); // it plays once it is in sight
      if (over) return;
      setTrack(found.getVideoTracks()[0]);
      setState('on');
    });
    return () => {
      over = true;
      stop();
      setTrack(undefined);
    };
  }, [wanted, inSight, attempt, video]);

  const again = useCallback(() => setAttempt((n) => n + 1), []);
  return { state, track, again };
}

/** The light beside the camera: whether it is on, and what switches it, where the camera has one. */
export function useTorch(track: MediaStreamTrack | undefined) {
  const [on, setOn] = useState(false);
  // biome-ignore lint/correctness/useExhaustiveDependencies: another camera starts without its light
  useEffect(() => setOn(false), [track]);
  if (!(track?.getCapabilities?.() as WithTorch | undefined)?.torch) return undefined;
  const toggle = () =>
    void track
      ?.applyConstraints({ advanced: [{ torch: !on } as MediaTrackConstraintSet] })
      .then(() => setOn(!on))
      .catch(() => {}); // the phone keeps its light, too hot or too weak
  return { on, toggle };
}

function useInSight() {
  const [inSight, setInSight] = useState(() => document.visibilityState !== 'hidden');
  useEffect(() => {
    const changed = () => setInSight(document.visibilityState !== 'hidden');
    document.addEventListener('visibilitychange', changed);
    return () => document.removeEventListener('visibilitychange', changed);
  }, []);
  return inSight;
}
