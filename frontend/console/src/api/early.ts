declare global {
  interface Window {
    wardstarSession?: Promise<Response | undefined>;
  }
}

/**
 * The server's answer to who is signed in, which the page asked for before the app was here: on a slow network that
 * is a turn less to wait for. Given once, and not kept: who asks later asks anew.
 */
export function early(): Promise<Response | undefined> | undefined {
  const asked = window.wardstarSession;
  window.wardstarSession = undefined;
  return asked;
}
