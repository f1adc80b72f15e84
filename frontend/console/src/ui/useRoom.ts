import { type RefObject, useLayoutEffect, useState } from 'react';

/** What a screen lacks: crowded, its head and dock leave less than half of it to read; full, the dock alone does. */
export type Lack = 'crowded' | 'full';

const none: Lack[] = [];

/** What of the height is left between the head and the dock of a screen, measured because text may be enlarged. */
export function useRoom(screen: RefObject<HTMLElement | null>): Lack[] {
  const [lacks, setLacks] = useState(none);
  useLayoutEffect(() => {
    const [head, dock] = ['head', 'dock'].map((part) =>
      screen.current?.querySelector(`:scope > [data-part="${part}"]`),
    );
    const measure = () => {
      const heights = [head?.clientHeight ?? 0, dock?.clientHeight ?? 0] as const;
      screen.current?.style.setProperty('--head', `${heights[0]}px`);
      screen.current?.style.setProperty('--dock', `${heights[1]}px`);
      const now = lacking(...heights, innerHeight);
      setLacks((before) => (before.length === now.length ? before : now));
    };
    measure();
    const seen = new ResizeObserver(measure);
    if (head) seen.observe(head);
    if (dock) seen.observe(dock);
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
