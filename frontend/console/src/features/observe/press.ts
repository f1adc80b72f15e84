import { type KeyboardEvent, type MouseEvent, type PointerEvent, useEffect, useRef } from 'react';
import type { Reading } from './stopwatch';

/**
 * The two clocks at the moment of an event: the monotonic one when the finger touched, however late the page got to
 * it. Events of a browser with another time origin are taken as of now.
 */
export function reading(event?: { timeStamp: number }): Reading {
  const now = performance.now();
  const late = event ? now - event.timeStamp : 0;
  const by = late >= 0 && late < 1000 ? late : 0;
  return { mono: now - by, wall: Date.now() - by };
}

/** A click this soon after a pointer is that pointer's own, in milliseconds between the events themselves. */
const same = 500;

/**
 * Makes buttons that act when they are touched, not when they are let go: a stopwatch must not wait for the thumb. Keys
 * act likewise; a click alone comes from a screen reader, a switch or a voice. The button of a stopwatch changes under
 * the finger, so all of them share what was touched last.
 */
export function usePresses() {
  const touched = useRef(Number.NEGATIVE_INFINITY);
  useEffect(() => {
    const touch = (e: Event) => {
      touched.current = e.timeStamp;
    };
    addEventListener('pointerdown', touch, true);
    addEventListener('pointerup', touch, true); // its button may be gone by now
    return () => {
      removeEventListener('pointerdown', touch, true);
      removeEventListener('pointerup', touch, true);
    };
  }, []);
  return (act: (at: Reading) => void) => ({
    onPointerDown(e: PointerEvent) {
      if (e.button === 0 && e.isPrimary) act(reading(e.nativeEvent));
    },
    onKeyDown(e: KeyboardEvent) {
      if (e.key !== ' ' && e.key !== 'Enter') return;
      e.preventDefault();
      if (!e.repeat) act(reading(e.nativeEvent));
    },
    onKeyUp(e: KeyboardEvent) {
      if (e.key === ' ') e.preventDefault(); // Firefox would click
    },
    onClick(e: MouseEvent) {
      if (e.timeStamp - touched.current > same) act(reading(e.nativeEvent));
    },
  });
}
