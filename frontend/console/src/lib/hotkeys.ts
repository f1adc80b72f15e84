import { useEffect, useRef } from 'react';

const stored = 'wardstar.hotkeys';

/** Whether single letters act as shortcuts on this device; they do unless turned off. */
export const hotkeysOn = () => localStorage.getItem(stored) !== 'off';
export const setHotkeys = (on: boolean) => localStorage.setItem(stored, on ? 'on' : 'off');

/**
 * Runs an action when its key is pressed anywhere on the page. Keys typed into a field, with a modifier or while a
 * word is being composed belong to the field.
 */
export function useHotkeys(actions: Record<string, () => void>) {
  const latest = useRef(actions);
  latest.current = actions;
  useEffect(() => {
    const press = (e: KeyboardEvent) => {
      if (e.isComposing || e.ctrlKey || e.metaKey || e.altKey || isField(e.target) || !hotkeysOn()) return;
      const action = latest.current[e.key.toLowerCase()];
      if (!action) return;
      e.preventDefault();
      action();
    };
    addEventListener('keydown', press);
    return () => removeEventListener('keydown', press);
  }, []);
}

const isField = (target: EventTarget | null) =>
  target instanceof HTMLElement &&
  target.closest('input:not([type=checkbox], [type=radio]), textarea, select, [contenteditable]') !== null;
