import { type RefObject, useLayoutEffect, useState } from 'react';

/** What a screen lacks: crowded, its head and dock leave less than half of it to read; full, the dock alone does. */
export type Lack = 'crowded' | 'full';

const none: Lack[] = [];

/** What of the height is left between the first and the last part of a screen, measured because text may be enlarged. */
export function useRoom(screen: RefObject<HTMLElement | null>): Lack[] {
  const [lacks, setLacks] = useState(none);
  useLayoutEffect(() => {
    const head = screen.current?.firstElementChild;
    const dock = screen.current?.lastElementChild;
    if (!head || !dock) return;
    const measure = () => {
      screen.current?.style.setProperty('--head', `${head.clientHeight}px`);
      screen.current?.style.setProperty('--dock', `${dock.clientHeight}px`);
      const now = lacking(head.clientHeight, dock.clientHeight, innerHeight);
      setLacks((before) => (before.length === now.length ? before : now));
    };
    measure();
    const seen = new ResizeObserver(measure);
    seen.observe(head);
    seen.observe(dock);
    addEventListener('resize', measure);
    return () => {
      seen.disconnect();
      removeEventListener('resize', measure);
    };
  }, [screen]);
  return lacks;
}

/** What heights leave too little room for. */
export function lacking(head: number, dock: number, height: number): Lack[] {
  if (dock > 0.68 * height) return ['crowded', 'full'];
  return head + dock > 0.55 * height ? ['crowded'] : none;
}
