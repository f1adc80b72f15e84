import type { Session } from '../../api/types';
import { heard } from './clock';
import { stored } from './store';
import type { Queued, Refusal } from './types';
import type { CheckBody, PhotoBody, Recognition } from './wire';

/** What came of sending something. */
export type Outcome =
  | { is: 'taken'; serverId?: number }
  | { is: 'refused'; refusal: Refusal }
  | { is: 'later'; after?: number; unreached: boolean } // after: milliseconds that the server asked to wait
  | { is: 'signed-out' };

/** How long a phone at the edge of the network is given. Photos are larger. */
const patience = { check: 30_000, recognition: 30_000, photo: 120_000 };

/** Sends one item. It has been taken only if the server itself says so: a portal that answers for it does not. */
export async function send(item: Queued): Promise<Outcome> {
  const message = await compose(item);
  if (!message) return { is: 'taken' }; // a photo that is no longer on this phone
  const asked = Date.now();
  const control = new AbortController();
  const timer = setTimeout(() => control.abort(), patience[item.kind]);
  try {
    const response = await fetch(message.url, {
      ...message.init,
      credentials: 'same-origin',
      redirect: 'error',
      cache: 'no-store',
      signal: control.signal,
    });
    heard(response, asked);
    const outcome = judge(item, response, await response.json().catch(() => undefined));
    const doubtful = response.status === 403 && outcome.is === 'refused' && outcome.refusal.reason === 'forbidden';
    return doubtful && !(await isIn(item.account)) ? { is: 'signed-out' } : outcome;
  } catch {
    return { is: 'later', unreached: true };
  } finally {
    clearTimeout(timer);
  }
}

/** Whether an account is signed in, past its second factor and first password: until then, all is forbidden. */
async function isIn(account: number): Promise<boolean> {
  const response = await fetch('/api/v1/session', { credentials: 'same-origin', cache: 'no-store' });
  const session = response.ok ? ((await response.json()) as Session) : undefined;
  return session?.accountId === account && !session.secondFactor && !session.mustChangePassword;
}

interface Message {
  url: string;
  init: RequestInit;
}

async function compose(item: Queued): Promise<Message | undefined> {
  const headers = { 'Wardstar-Account': String(item.account) };
  const post = (url: string, body: object): Message => ({
    url,
    init: { method: 'POST', headers: { ...headers, 'Content-Type': 'application/json' }, body: JSON.stringify(body) },
  });
  const sentAt = new Date().toISOString();
  switch (item.kind) {
    case 'check':
      return post('/api/v1/spot-checks', { ...(item.body as CheckBody).check, sentAt });
    case 'recognition':
      return post('/api/v1/recognitions', { key: item.id, ...(item.body as Recognition), sentAt });
    case 'photo': {
      const photo = await stored((db) => db.get('photos', item.id));
      if (!photo) return undefined;
      const { standard } = item.body as PhotoBody;
      const path = [item.check ?? '', 'findings', standard, 'photos', item.id].map(encodeURIComponent).join('/');
      return {
        url: `/api/v1/spot-checks/${path}`,
        init: { method: 'PUT', headers: { ...headers, 'Content-Type': 'application/octet-stream' }, body: photo.bytes },
      };
    }
  }
}

interface Answer {
  id?: unknown;
  key?: unknown;
  code?: unknown;
  message?: unknown;
  reason?: unknown;
  fields?: unknown;
}

/** How often a photo may come before its check, or the address be unknown. */
const patientWith404 = 5;

function judge(item: Queued, response: Response, body: unknown): Outcome {
  const answer = (typeof body === 'object' && body !== null ? body : {}) as Answer;
  const { status } = response;
  if (status >= 200 && status < 300) {
    const mine = item.kind === 'photo' ? answer.id === item.id : same(answer.key, item.id);
    if (!mine) return { is: 'later', unreached: true };
    return { is: 'taken', ...(typeof answer.id === 'number' && { serverId: answer.id }) };
  }
  // Refusals are our server's, with a code and words; anything else comes from something in between.
  if (typeof answer.code !== 'string' || typeof answer.message !== 'string') return { is: 'later', unreached: true };
  if (status === 401) return { is: 'signed-out' };
  if (status === 408 || status === 425 || status === 429 || status >= 500) {
    const seconds = Number(response.headers.get('Retry-After'));
    return { is: 'later', unreached: false, ...(seconds > 0 && { after: Math.min(seconds, 3600) * 1000 }) };
  }
  if (status === 404 && item.kind === 'photo' && item.tries < patientWith404) return { is: 'later', unreached: false };
  return {
    is: 'refused',
    refusal: {
      reason: typeof answer.reason === 'string' ? answer.reason : status === 403 ? 'forbidden' : 'invalid',
      message: answer.message,
      fields: (answer.fields ?? {}) as Record<string, string>,
      at: new Date().toISOString(),
    },
  };
}

const same = (a: unknown, b: string) => typeof a === 'string' && a.toLowerCase() === b.toLowerCase();
