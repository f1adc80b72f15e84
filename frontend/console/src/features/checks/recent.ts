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

const storedPlace = (account: number) => `wardstar.place.${account}`;

/** For how long somebody is still where they were: a round. */
const round = 3 * 3600_000;

interface LastPlace {
  departmentId: number;
  place: string;
  at: number;
}

/** Where an account observed last in a ward on this device, if that was a moment ago. */
export function lastPlace(account: number, departmentId: number | undefined, now = Date.now()): string {
  try {
    const last = JSON.parse(localStorage.getItem(storedPlace(account)) ?? '{}') as Partial<LastPlace>;
    const fresh = last.departmentId === departmentId && now - (last.at ?? 0) < round;
    return fresh && typeof last.place === 'string' ? last.place : '';
  } catch {
    return '';
  }
}

/** Remembers where an account observes. */
export function rememberPlace(account: number, last: LastPlace) {
  try {
    localStorage.setItem(storedPlace(account), JSON.stringify(last));
  } catch {
    // Storage is forbidden: the place is typed anew.
  }
}
