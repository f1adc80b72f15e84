// What the tests of the phone's store share: an empty phone, a server that answers as told, and a check to send.
import { IDBFactory } from 'fake-indexeddb';
import type { Session } from '../../api/types';

export const session = (accountId: number) =>
  ({ accountId, name: `account ${accountId}`, mustChangePassword: false }) as Session;

export const beginning = (account = 1) => ({
  account,
  employeeId: 7,
  employeeName: '李静',
  departmentId: 3,
  postId: 2,
  mode: 'round' as const,
  shift: 'day' as const,
  standards: ['greeting', 'call-5s'],
});

/** A phone without anything on it. */
export function emptyPhone() {
  globalThis.indexedDB = new IDBFactory();
}

export interface Received {
  method: string;
  path: string;
  headers: Headers;
  body: unknown;
}

/** What the server is sent, and how it answers; by default it takes everything, once by key. */
export class Server {
  received: Received[] = [];
  stored = new Map<string, unknown>();
  answer?: (request: Received) => Response | undefined;

  install() {
    globalThis.fetch = async (input: RequestInfo | URL, init?: RequestInit) => {
      const body = typeof init?.body === 'string' ? JSON.parse(init.body) : init?.body;
      const request = { method: init?.method ?? 'GET', path: String(input), headers: new Headers(init?.headers), body };
      this.received.push(request);
      await new Promise((resolve) => setTimeout(resolve, 1)); // it takes its time, so that races show
      const told = this.answer?.(request);
      return told ?? this.take(request);
    };
    return this;
  }

  private take({ path, body }: Received): Response {
    const key = String((body as { key?: string }).key ?? path.split('/').at(-1));
    if (!this.stored.has(key)) this.stored.set(key, body);
    const id = path.includes('/photos/') ? key : this.stored.size;
    return Response.json({ id, key }, { status: 201 });
  }

  sent = (part: string) => this.received.filter((r) => r.path.includes(part));
}

export const problem = (status: number, reason?: string, headers?: HeadersInit) =>
  Response.json({ code: 'conflict', message: 'no', fields: { startedAt: 'why' }, reason }, { status, headers });

const open: Tab[] = [];

/** Closes all tabs: what they had put off stays undone. */
export async function closeTabs() {
  for (const tab of open.splice(0)) {
    await tab.forgetSession();
    await tab.sync();
    tab.close();
  }
}

/** Another tab: the modules anew, over the same store. */
export async function openTab(reset: () => void): Promise<Tab> {
  reset();
  const [drafts, outbox, kept, photos, store, sync] = await Promise.all([
    import('./drafts'),
    import('./outbox'),
    import('./kept'),
    import('./photos'),
    import('./store'),
    import('./sync'),
  ]);
  const tab = { ...drafts, ...outbox, ...kept, ...photos, ...store, ...sync };
  open.push(tab);
  return tab;
}

export type Tab = typeof import('./drafts') &
  typeof import('./outbox') &
  typeof import('./kept') &
  typeof import('./photos') &
  typeof import('./store') &
  typeof import('./sync');
