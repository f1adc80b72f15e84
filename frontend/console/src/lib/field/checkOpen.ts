import { useEffect, useSyncExternalStore } from 'react';

let open = 0;
const lookers = new Set<() => void>();

function count(by: number) {
  open += by;
  for (const changed of lookers) changed();
}

/** Says that a check is on screen for as long as the component is: nothing may come between it and the observer. */
export function useCheckOpen() {
  useEffect(() => {
    count(1);
    return () => count(-1);
  }, []);
}

const subscribe = (changed: () => void) => {
  lookers.add(changed);
  return () => void lookers.delete(changed);
};

/** Whether a check is on screen. */
export const useIsCheckOpen = () => useSyncExternalStore(subscribe, () => open > 0);
