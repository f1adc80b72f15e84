import { useCallback, useEffect, useRef, useState } from 'react';
import type { Attempt } from '../../lib/field/types';
import { begun, ended, seen } from './leftover';
import { reading } from './press';
import { cancel, idle, type Reading, slept, start, stop, type Watch } from './stopwatch';

interface Options {
  check: string; // the draft's key
  standard: string;
  target: number; // milliseconds
  words: { left: string; slept: string }; // why an attempt does not count
  onAttempt: (attempt: Attempt) => void;
}

/** A stopwatch for one item. Whatever ends it, the attempt is handed on: nothing that was begun gets lost. */
export function useStopwatch(options: Options) {
  const latest = useRef(options);
  latest.current = options;
  const running = useRef<Watch>(idle); // of now, also between two drawings
  const [watch, show] = useState<Watch>(idle);

  const finish = useCallback((attempt: Attempt | undefined) => {
    if (!attempt) return;
    running.current = idle;
    show(idle);
    ended();
    latest.current.onAttempt(attempt);
  }, []);

  const begin = useCallback((at: Reading) => {
    if (running.current.phase === 'running') return;
    const { check, standard } = latest.current;
    begun(check, standard, at.wall);
    running.current = start(at);
    show(running.current);
  }, []);

  const end = useCallback((at: Reading) => finish(stop(running.current, at, latest.current.words.slept)), [finish]);
  const giveUp = useCallback((reason: string, at = reading()) => finish(cancel(running.current, at, reason)), [finish]);

  // Leaving the item gives up what is running.
  useEffect(() => () => giveUp(latest.current.words.left), [giveUp]);

  useEffect(() => {
    if (watch.phase !== 'running') return;
    const { since } = watch;
    const awake = stayAwake();
    const buzz = setTimeout(() => navigator.vibrate?.(150), latest.current.target - (performance.now() - since.mono));
    const look = () => {
      if (document.visibilityState === 'hidden') return seen(Date.now());
      awake.again();
      if (slept(since, reading())) giveUp(latest.current.words.slept);
    };
    const hide = () => seen(Date.now());
    const tick = setInterval(hide, 1000); // a page that crashes hides nothing
    document.addEventListener('visibilitychange', look);
    addEventListener('pagehide', hide);
    return () => {
      clearTimeout(buzz);
      clearInterval(tick);
      awake.end();
      document.removeEventListener('visibilitychange', look);
      removeEventListener('pagehide', hide);
    };
  }, [watch, giveUp]);

  return { since: watch.phase === 'running' ? watch.since : undefined, begin, end, giveUp };
}

/** Keeps the screen on, where the phone lets a page do that. Hidden pages lose it, and ask again. */
function stayAwake() {
  let over = false;
  let lock: WakeLockSentinel | undefined;
  const again = () => {
    void navigator.wakeLock?.request('screen').then(
      (got) => {
        if (over) void got.release();
        else lock = got;
      },
      () => {}, // the battery is low: the screen may go off, which slept() notices
    );
  };
  again();
  return {
    again,
    end() {
      over = true;
      void lock?.release();
    },
  };
}
