import { QueryClient } from '@tanstack/react-query';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { follow, onHello } from './live';
import { touched } from './topics';

/** Streams as the browser would open them; the test says what comes. */
class Stream extends EventTarget {
  static opened: Stream[] = [];
  closed = false;
  onerror?: () => void;
  constructor(readonly url: string) {
    super();
    Stream.opened.push(this);
  }
  close() {
    this.closed = true;
  }
  say(type: string, data: unknown) {
    this.dispatchEvent(new MessageEvent(type, { data: JSON.stringify(data) }));
  }
  greet() {
    this.say('hello', { version: '1.0', at: '2026-11-22T10:00:00Z' });
  }
}

const open = () => Stream.opened.filter((s) => !s.closed);
const latest = () => Stream.opened.at(-1) as Stream;

let queries: QueryClient;
let end: () => void;
let visible: DocumentVisibilityState;

function see(state: DocumentVisibilityState) {
  visible = state;
  document.dispatchEvent(new Event('visibilitychange'));
}

const old = () =>
  queries
    .getQueryCache()
    .findAll({ predicate: (q) => q.state.isInvalidated })
    .map((q) => q.queryKey.join('/'));

beforeEach(() => {
  vi.useFakeTimers();
  Stream.opened = [];
  visible = 'visible';
  vi.stubGlobal('EventSource', Stream);
  vi.spyOn(document, 'visibilityState', 'get').mockImplementation(() => visible);
  queries = new QueryClient();
  for (const key of [['session'], ['periods'], ['periods', '2026-10', 'ranking'], ['ballot', false]]) {
    queries.setQueryData(key, {});
  }
  end = follow(queries);
  vi.advanceTimersByTime(3_000); // the page comes first
});

afterEach(() => {
  end();
  vi.useRealTimers();
  vi.unstubAllGlobals();
  vi.restoreAllMocks();
});

test('a change makes old what is about it, within two seconds', () => {
  latest().greet();
  expect(old()).toEqual([]);
  latest().say('changed', { topics: ['period', 'of-a-later-release'] });
  vi.advanceTimersByTime(2_000);
  expect(old()).toEqual(['periods', 'periods/2026-10/ranking']);
});

test('everything is old when the server does not know what has changed', () => {
  latest().say('changed', { topics: ['*'] });
  vi.advanceTimersByTime(2_000);
  expect(old()).toHaveLength(4);
});

test('there is one stream while the page is seen, none while it is not', () => {
  expect(open()).toHaveLength(1);
  see('hidden');
  expect(open()).toHaveLength(0);
  see('visible');
  see('visible');
  expect(open()).toHaveLength(1);
  end();
  expect(open()).toHaveLength(0);
});

test('what was missed while it was hidden is asked for', () => {
  latest().greet();
  see('hidden');
  see('visible');
  expect(old()).toEqual([]);
  latest().greet();
  expect(old()).toHaveLength(4);
});

test('a page that nobody touches lets the session come to its end; a key brings the stream back', () => {
  vi.advanceTimersByTime(9 * 60_000);
  expect(open()).toHaveLength(1);
  vi.advanceTimersByTime(2 * 60_000);
  expect(open()).toHaveLength(0);
  dispatchEvent(new KeyboardEvent('keydown', { key: 'a' }));
  expect(open()).toHaveLength(1);
});

test('a stream that ends asks who is signed in, and comes back later and later', () => {
  latest().greet();
  latest().onerror?.();
  expect(old()).toEqual(['session']);
  for (const seconds of [3, 6, 12, 24, 48, 90, 90]) {
    const before = Stream.opened.length;
    vi.advanceTimersByTime(seconds * 1000);
    expect(Stream.opened.length, `after ${seconds} s`).toBe(before + 1);
    dispatchEvent(new KeyboardEvent('keydown', { key: 'a' })); // somebody is there, which shortens no wait
    latest().onerror?.();
  }
  vi.advanceTimersByTime(1_000);
  expect(open()).toHaveLength(0);
});

test('the version and the clock of the server are handed on', () => {
  const heard: string[] = [];
  const stop = onHello(({ version, at }) => heard.push(`${version} ${at}`));
  latest().greet();
  stop();
  latest().greet();
  expect(heard).toEqual(['1.0 2026-11-22T10:00:00Z']);
});

test('a key that several topics touch is asked for once', () => {
  expect(touched(['period', 'scheme', 'nothing'])).toEqual([['periods']]);
});
