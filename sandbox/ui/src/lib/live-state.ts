import type { PersonState, SandboxEvent } from "../../../telegram/control.js";
import { eventsUrl, fetchState, isPersonState, parseEvent } from "./control-client.js";
import { shareStructure } from "./share-structure.js";

export type LiveSnapshot = {
  state: PersonState | null;
  /** `lost` shows "reconnecting…"; the browser's EventSource comes back by itself. */
  link: "connecting" | "live" | "lost";
};

/** EventSource retries broken connections itself, but gives up for good on an HTTP error (a server still starting). */
const REOPEN_AFTER_MS = 1500;

/**
 * What one person sees, kept current: events say that something changed, the state is then fetched again.
 * Any number of `changed` events during a fetch cost one more fetch, so a busy world cannot pile up requests.
 */
export class LiveState {
  private readonly listeners = new Set<() => void>();
  private readonly eventListeners = new Set<(event: SandboxEvent) => void>();
  private snapshot: LiveSnapshot = { state: null, link: "connecting" };
  private source: EventSource | null = null;
  private reopenTimer: ReturnType<typeof setTimeout> | undefined;
  private isFetching = false;
  private isStale = false;
  private isClosed = false;

  readonly userId: number;

  constructor(userId: number) {
    this.userId = userId;
  }

  readonly subscribe = (listener: () => void): (() => void) => {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  };

  readonly getSnapshot = (): LiveSnapshot => this.snapshot;

  onEvent(listener: (event: SandboxEvent) => void): () => void {
    this.eventListeners.add(listener);
    return () => this.eventListeners.delete(listener);
  }

  open(): void {
    this.isClosed = false;
    const source = new EventSource(eventsUrl(this.userId));
    this.source = source;
    source.addEventListener("open", () => {
      this.update({ link: "live" });
      // Whatever happened while nobody listened is only known by asking.
      void this.refresh();
    });
    source.addEventListener("error", () => {
      this.update({ link: "lost" });
      if (source.readyState !== EventSource.CLOSED || this.isClosed) return;
      this.reopenTimer = setTimeout(() => this.open(), REOPEN_AFTER_MS);
    });
    source.addEventListener("message", (message: MessageEvent<string>) => {
      const event = parseEvent(message.data);
      if (event === null) return;
      for (const listener of this.eventListeners) listener(event);
      if (event.type === "changed" && event.version !== this.snapshot.state?.version) void this.refresh();
    });
  }

  close(): void {
    this.isClosed = true;
    clearTimeout(this.reopenTimer);
    this.source?.close();
    this.source = null;
  }

  /** Fetches the state; calls during a fetch are folded into one more fetch after it. */
  async refresh(): Promise<void> {
    if (this.isFetching) {
      this.isStale = true;
      return;
    }
    this.isFetching = true;
    try {
      do {
        this.isStale = false;
        const state = await fetchState(this.userId);
        if (!this.isClosed) this.update({ state: shareStructure(this.snapshot.state, state, isPersonState) });
      } while (this.isStale && !this.isClosed);
    } catch {
      // The event stream fails with the server and fetches again when it is back.
      this.update({ link: "lost" });
    } finally {
      this.isFetching = false;
    }
  }

  private update(change: Partial<LiveSnapshot>): void {
    this.snapshot = { ...this.snapshot, ...change };
    for (const listener of this.listeners) listener();
  }
}
