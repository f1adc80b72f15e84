import createClient from 'openapi-fetch';
import { heard } from '../lib/field/clock';
import type { paths } from './schema';

/** The server's operations, typed by its OpenAPI document. */
export const api = createClient<paths>({
  baseUrl: location.origin,
  fetch: async (request) => {
    const asked = Date.now();
    const response = await fetch(request); // the one there is at the time of the call, which tests replace
    heard(response, asked);
    return response;
  },
});

/** Why there is no answer: in the server's words, or that there was no server. */
export class Trouble extends Error {
  constructor(
    readonly status: number, // 0: the server was not reached
    message: string,
    readonly fields: Record<string, string> = {},
    readonly request?: string,
    readonly reason?: string, // a word for it that never changes
  ) {
    super(message);
  }
}

interface Problem {
  message?: string;
  fields?: Record<string, string>;
  request?: string;
  reason?: string;
}

/** The data of an answer; throws Trouble if there is none. */
export async function answer<T>(call: Promise<{ data?: T; error?: unknown; response: Response }>): Promise<T> {
  const { data, error, response } = await call.catch((cause: unknown) => {
    throw new Trouble(0, String(cause));
  });
  if (response.ok) return data as T;
  const problem = (typeof error === 'object' && error !== null ? error : {}) as Problem;
  const id = problem.request ?? response.headers.get('X-Request-Id') ?? undefined;
  throw new Trouble(response.status, problem.message ?? response.statusText, problem.fields, id, problem.reason);
}
