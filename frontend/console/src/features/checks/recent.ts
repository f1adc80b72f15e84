const stored = (account: number) => `wardstar.observed.${account}`;

/** How many people are remembered. */
const most = 6;

/** Whom an account began to observe lately on this device, the latest first. */
export function recent(account: number): number[] {
  try {
    const ids: unknown = JSON.parse(localStorage.getItem(stored(account)) ?? '[]');
    return Array.isArray(ids) ? ids.filter((id) => Number.isInteger(id)).slice(0, most) : [];
  } catch {
    return []; // storage is forbidden, or holds something else
  }
}

/** Remembers whom an account begins to observe. */
export function remember(account: number, employeeId: number) {
  try {
    const ids = [employeeId, ...recent(account).filter((id) => id !== employeeId)];
    localStorage.setItem(stored(account), JSON.stringify(ids.slice(0, most)));
  } catch {
    // Storage is forbidden: nobody is suggested.
  }
}
