const stored = 'wardstar.observe.advance';

/** Whether "met" goes on to the next item by itself on this device; it does not unless turned on. */
export function advances(): boolean {
  try {
    return localStorage.getItem(stored) === 'on';
  } catch {
    return false; // storage is forbidden
  }
}

export function setAdvances(on: boolean) {
  try {
    localStorage.setItem(stored, on ? 'on' : 'off');
  } catch {
    // It lasts as long as nobody asks again.
  }
}
