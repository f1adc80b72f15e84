import { useEffect, useSyncExternalStore } from 'react';
import { heard } from './clock';
import { currentAccount } from './kept';
import { type Kept, stored } from './store';
import { Live, listen, tell } from './tell';
import type { Plan, Roster, Standards } from './types';

export { byBadge, codeOf, type Found } from './badge';
export { search } from './search';

/** What an observer needs in the field, as the phone has it. */
export interface Kit {
  ready: boolean; // the phone's store has been read
  roster?: Roster;
  standards?: Standards;
  plan?: Plan;
  asOf?: string; // when the server last confirmed the roster
  old: boolean; // that was not today: people may have come and gone
  busy: boolean; // asking the server now
  failed?: number; // the status with which the server last refused the roster, 0: it was not reached
}

const sources = {
  roster: '/api/v1/field-roster',
  standards: '/api/v1/field-standards',
  plan: '/api/v1/spot-check-plan',
} as const;

type Name = keyof typeof sources;

/** Older than this, the server is asked again when somebody looks. */
const freshFor = 5 * 60_000;
const oldAfter = 18 * 3600_000; // yesterday's, but not this night's

let asking: Promise<void> | undefined;
let failed: number | undefined;

async function read(): Promise<Kit> {
  const account = currentAccount();
  if (account === undefined) return { ready: false, old: false, busy: false };
  const kept = await stored((db) => db.getAll('kit', IDBKeyRange.bound([account, ''], [account, '\uffff'])));
  const of = (name: Name) => kept.find((k) => k.name === name);
  const asOf = of('roster')?.confirmedAt;
  return {
    ready: true,
    roster: of('roster')?.data as Roster | undefined,
    standards: of('standards')?.data as Standards | undefined,
    plan: of('plan')?.data as Plan | undefined,
    asOf,
    old: asOf !== undefined && Date.now() - Date.parse(asOf) > oldAfter,
    busy: asking !== undefined,
    failed,
  };
}

const live = new Live<Kit>({ ready: false, old: false, busy: false }, ['kit', 'account'], read);

/** Asks the server for what has changed. What the phone has stays until there is newer. */
export function refreshKit({ force = false } = {}): Promise<void> {
  asking ??= ask(force).finally(() => {
    asking = undefined;
    tell('kit');
  });
  return asking;
}

async function ask(force: boolean) {
  const account = currentAccount();
  if (account === undefined) return;
  await Promise.all((Object.keys(sources) as Name[]).map((name) => askFor(account, name, force).catch(() => {})));
}

async function askFor(account: number, name: Name, force: boolean) {
  const kept = await stored((db) => db.get('kit', [account, name]));
  if (!force && kept && Math.abs(Date.now() - Date.parse(kept.confirmedAt)) < freshFor) return;
  const asked = Date.now();
  const response = await fetch(sources[name], {
    headers: { 'Wardstar-Account': String(account), ...(kept?.etag && { 'If-None-Match': kept.etag }) },
    credentials: 'same-origin',
    cache: 'no-store',
  }).catch(() => undefined);
  if (name === 'roster')
    failed = response && (response.ok || response.status === 304) ? undefined : (response?.status ?? 0);
  if (!response) return;
  heard(response, asked);
  const confirmedAt = new Date().toISOString();
  if (response.status === 304 && kept) return put({ ...kept, confirmedAt });
  if (!response.ok) return;
  const data: unknown = await response.json();
  await put({ account, name, etag: response.headers.get('ETag') ?? '', confirmedAt, data });
}

/** Keeps a part, unless somebody else has signed in meanwhile. */
async function put(part: Kept) {
  if (currentAccount() === part.account) await stored((db) => db.put('kit', part));
}

/**
 * The roster, standards and plan: those of the phone at once, the server's when they come. Who observes nobody is not
 * given them, and does not ask.
 */
export function useKit({ asks = true } = {}): Kit {
  useEffect(() => {
    if (!asks) return;
    const look = () => document.visibilityState === 'visible' && void refreshKit();
    look();
    addEventListener('online', look);
    document.addEventListener('visibilitychange', look);
    const unlisten = listen(['account'], look); // the page is drawn before it is known for whom
    return () => {
      unlisten();
      removeEventListener('online', look);
      document.removeEventListener('visibilitychange', look);
    };
  }, [asks]);
  return useSyncExternalStore(live.subscribe, live.get);
}
