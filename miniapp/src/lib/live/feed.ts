import { LIVE_PROTOCOL, serverFrame, type ClientFrame, type ServerFrame } from "../../../../wire/live.js";
import { createStore, type Readable } from "../store.js";
import type { Timers } from "../timers.js";
import type { LiveBoard, Snap } from "./board.js";
import { createChannels, type ChannelListener } from "./channels.js";
import { initialState, step, type Effect, type MachineEvent, type TimerName } from "./machine.js";

/** What people may believe about the board: pushed, asked for every few seconds, being connected, or paused. */
export type Link = "live" | "polling" | "connecting" | "off";

export interface SocketHandlers {
  onOpen(): void;
  onText(text: string): void;
  onClose(code: number): void;
}

export interface FeedDependencies {
  timers: Timers;
  random(): number;
  /** Access token for hello; `undefined` reads as a guest. `renew` when the last one was refused or expires. */
  token(renew: boolean): Promise<string | undefined>;
  /** Handlers are never called before the function has returned. */
  openSocket(protocol: string, handlers: SocketHandlers): { send(text: string): void; close(): void };
  /** Server-sent events for a channel; `undefined` when the channel has none. */
  openStream(channel: string, handlers: SocketHandlers): { close(): void } | undefined;
  /** The board as a snapshot, or `undefined` when it is still at `have`. */
  poll(channel: string, have: LiveBoard | undefined): Promise<Snap | undefined>;
  /** The server's clock as told by heartbeats, milliseconds since 1970. */
  onServerTime(nowMs: number): void;
}

export interface LiveFeed {
  /** @param have a board read by HTTP: the feed goes on from there instead of sending everything again */
  subscribe(channel: string, listener: ChannelListener, have?: LiveBoard): () => void;
  link: Readable<Link>;
  /** When the server was last heard, by the local clock. */
  heardAtMs(): number | undefined;
  setPaused(paused: boolean): void;
  /** The page became visible or the network came back: one immediate try. */
  nudge(): void;
}

function parseFrame(text: string): ServerFrame | undefined {
  try {
    return serverFrame.safeParse(JSON.parse(text)).data;
  } catch {
    // Not JSON: the same as a frame of a later protocol, which is ignored.
    return undefined;
  }
}

/**
 * The only connection of the app to `/live`; open while somebody subscribes and the app is in front. This function
 * carries out what `machine.ts` decides, so it stays one closure over the present transport.
 */
export function createLiveFeed(deps: FeedDependencies): LiveFeed {
  let state = initialState;
  const channels = createChannels();
  const timers = new Map<TimerName, number>();
  const link = createStore<Link>("off");
  let heardAt: number | undefined;
  let send: ((frame: ClientFrame) => void) | undefined;
  let closeTransport: (() => void) | undefined;
  /** Grows with every transport, so that a late answer of an older one is not taken for the present one. */
  let generation = 0;

  function linkNow(): Link {
    if (state.phase === "open") return "live";
    if (state.phase === "stream") return state.openedAtMs === undefined ? "connecting" : "live";
    if (state.phase === "poll") return "polling";
    return state.phase === "idle" ? "off" : "connecting";
  }

  function dispatch(event: MachineEvent): void {
    const [next, effects] = step(state, event, deps.timers.now(), deps.random());
    state = next;
    for (const effect of effects) run(effect);
    link.set(linkNow());
  }

  function run(effect: Effect): void {
    switch (effect.do) {
      case "connect":
        return void connect(effect.renew, effect.fresh);
      case "stream":
        return openStreams();
      case "poll":
        return void poll();
      case "drop":
        return drop();
      case "clear":
        return clearTimer(effect.timer);
      case "timer": {
        clearTimer(effect.timer);
        const due = (): void => dispatch({ type: "due", timer: effect.timer });
        timers.set(effect.timer, deps.timers.set(due, effect.delayMs));
      }
    }
  }

  function clearTimer(timer: TimerName): void {
    const handle = timers.get(timer);
    if (handle !== undefined) deps.timers.clear(handle);
    timers.delete(timer);
  }

  function drop(): void {
    generation += 1;
    send = undefined;
    closeTransport?.();
    closeTransport = undefined;
  }

  function handlers(onOpen: () => void, onClose: (code: number) => void): SocketHandlers {
    const mine = generation;
    return {
      onOpen: () => mine === generation && onOpen(),
      onText: (text) => {
        const frame = mine === generation ? parseFrame(text) : undefined;
        if (frame !== undefined) hear(frame);
      },
      onClose: (code) => mine === generation && onClose(code),
    };
  }

  async function token(renew: boolean): Promise<string | undefined> {
    // Without a session the board can still be read as a guest.
    return deps.token(renew).catch(() => undefined);
  }

  async function connect(renew: boolean, fresh: boolean): Promise<void> {
    const mine = generation;
    const accessToken = await token(renew);
    if (mine !== generation) return;
    const onOpen = (): void => {
      send?.({ t: "hello", ...(accessToken === undefined ? {} : { token: accessToken }), ...channels.greeting(fresh) });
      dispatch({ type: "opened" });
    };
    const socket = deps.openSocket(
      LIVE_PROTOCOL,
      handlers(onOpen, (code) => dispatch({ type: "closed", code })),
    );
    send = (frame) => socket.send(JSON.stringify(frame));
    closeTransport = () => socket.close();
  }

  function openStreams(): void {
    const onOpen = (): void => dispatch({ type: "opened" });
    const onClose = (): void => dispatch({ type: "streamFailed" });
    const streams = channels.names().map((name) => deps.openStream(name, handlers(onOpen, onClose)));
    closeTransport = () => {
      for (const stream of streams) stream?.close();
    };
    if (streams.includes(undefined)) onClose();
  }

  async function poll(): Promise<void> {
    const mine = generation;
    try {
      const snaps = await Promise.all(channels.names().map((name) => deps.poll(name, channels.board(name))));
      if (mine !== generation) return;
      heardAt = deps.timers.now();
      for (const snap of snaps) if (snap !== undefined) hear(snap);
      dispatch({ type: "polled", ok: true });
    } catch {
      // The machine slows down, and the age of the data tells people; the next poll is the retry.
      if (mine === generation) dispatch({ type: "polled", ok: false });
    }
  }

  function hear(frame: ServerFrame): void {
    heardAt = deps.timers.now();
    dispatch({ type: "heard" });
    switch (frame.t) {
      case "hb":
        deps.onServerTime(frame.now);
        return send?.({ t: "ack", now: frame.now });
      case "bye":
        return dispatch({ type: "bye", spreadMs: frame.spreadMs });
      case "auth_expiring":
        return void authenticateAgain();
      case "error":
        // A refused frame is our own fault and changes nothing that people see.
        return;
      default:
        if (channels.take(frame)) resync(frame.ch);
    }
  }

  function resync(channel: string): void {
    if (send !== undefined) send({ t: "resync", ch: channel });
    // A stream cannot be asked; opening it again brings a whole board.
    else dispatch({ type: "streamFailed" });
  }

  async function authenticateAgain(): Promise<void> {
    const mine = generation;
    const accessToken = await token(true);
    if (mine === generation && accessToken !== undefined) send?.({ t: "auth", token: accessToken });
  }

  return {
    subscribe: (name, listener, have) => {
      const isNew = channels.add(name, listener, have);
      if (isNew && state.phase === "open") send?.({ t: "subscribe", ch: name });
      dispatch({ type: "want", wanted: true });
      return () => {
        if (!channels.remove(name, listener)) return;
        if (state.phase === "open") send?.({ t: "unsubscribe", ch: name });
        dispatch({ type: "want", wanted: channels.names().length > 0 });
      };
    },
    link,
    heardAtMs: () => heardAt,
    setPaused: (paused) => dispatch({ type: "pause", paused }),
    nudge: () => dispatch({ type: "nudge" }),
  };
}
