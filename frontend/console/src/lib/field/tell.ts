/** What of the phone's store has changed; "account": who is signed in. */
export type Topic = 'drafts' | 'outbox' | 'kit' | 'account' | 'clock' | 'storage';

type Listener = (topic: Topic) => void;

const listeners = new Set<Listener>();
const channel = typeof BroadcastChannel === 'undefined' ? undefined : new BroadcastChannel('wardstar.field');

if (channel) {
  channel.onmessage = (e: MessageEvent<Topic>) => here(e.data);
  (channel as unknown as { unref?: () => void }).unref?.(); // under Node it would keep the tests alive
}

function here(topic: Topic) {
  for (const listener of listeners) listener(topic);
}

/** Tells this tab and the others that something has changed. */
export function tell(topic: Topic) {
  here(topic);
  channel?.postMessage(topic);
}

/** Calls back when something of a topic has changed, in any tab. */
export function listen(topics: readonly Topic[], heard: () => void): () => void {
  const listener = (topic: Topic) => topics.includes(topic) && heard();
  listeners.add(listener);
  return () => void listeners.delete(listener);
}

/**
 * What is read from the phone's store, kept for React: read when somebody looks, and anew when it has changed.
 * Of several readings under way, the one begun last counts.
 */
export class Live<T> {
  private readonly lookers = new Set<() => void>();
  private begun = 0;
  private stop?: () => void;

  constructor(
    private value: T,
    private readonly topics: readonly Topic[],
    private readonly read: () => Promise<T>,
  ) {}

  readonly get = () => this.value;

  readonly subscribe = (changed: () => void) => {
    if (this.lookers.size === 0) {
      this.stop = listen(this.topics, () => void this.refresh());
      void this.refresh();
    }
    this.lookers.add(changed);
    return () => {
      this.lookers.delete(changed);
      if (this.lookers.size === 0) this.stop?.();
    };
  };

  set(value: T) {
    this.value = value;
    for (const changed of this.lookers) changed();
  }

  async refresh() {
    const turn = ++this.begun;
    try {
      const value = await this.read();
      if (turn === this.begun) this.set(value);
    } catch {
      // The store cannot be read: storage.ts has noted it, and what was read last stays on screen.
    }
  }
}
