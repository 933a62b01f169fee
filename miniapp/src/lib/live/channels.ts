import type { ClientFrame, ServerFrame } from "../../../../wire/live.js";
import { applyDelta, applySnap, type Applied, type LiveBoard } from "./board.js";

/** What a race is, and whether its data is older than its sources allow. */
export type RaceState = Extract<ServerFrame, { t: "state" }>;

export interface ChannelListener {
  onBoard(board: LiveBoard): void;
  onMe(me: Extract<ServerFrame, { t: "me" }>): void;
  onState(state: RaceState): void;
}

type Greeting = Pick<Extract<ClientFrame, { t: "hello" }>, "subscribe" | "resume">;
type ChannelFrame = Extract<ServerFrame, { ch: string }>;

interface Channel {
  board: LiveBoard | undefined;
  listeners: Set<ChannelListener>;
  /** A resync has been asked for; deltas until the answer are of no use. */
  isResyncing: boolean;
}

/** The boards somebody looks at, and who must hear of them. Knows nothing of connections. */
export interface Channels {
  names(): string[];
  board(name: string): LiveBoard | undefined;
  /** @returns true when nobody had asked for this channel before */
  add(name: string, listener: ChannelListener, have: LiveBoard | undefined): boolean;
  /** @returns true when nobody wants the channel any more */
  remove(name: string, listener: ChannelListener): boolean;
  /** What hello says. `fresh` leaves out what we have, so that the server sends whole boards. */
  greeting(fresh: boolean): Greeting;
  /** @returns true when a version is missing and has not been asked for yet */
  take(frame: ChannelFrame): boolean;
}

function change(board: LiveBoard | undefined, frame: Extract<ChannelFrame, { t: "snap" | "delta" }>): Applied {
  return frame.t === "snap" ? applySnap(board, frame) : applyDelta(board, frame);
}

export function createChannels(): Channels {
  const channels = new Map<string, Channel>();

  function apply(channel: Channel, applied: Applied): boolean {
    if (applied.kind === "dropped") return false;
    if (applied.kind === "resync") {
      const isFirst = !channel.isResyncing;
      channel.isResyncing = true;
      return isFirst;
    }
    channel.board = applied.board;
    channel.isResyncing = false;
    for (const listener of channel.listeners) listener.onBoard(applied.board);
    return false;
  }

  return {
    names: () => [...channels.keys()],
    board: (name) => channels.get(name)?.board,
    add: (name, listener, have) => {
      const known = channels.get(name);
      if (known === undefined) {
        channels.set(name, { board: have, listeners: new Set([listener]), isResyncing: false });
        return true;
      }
      known.listeners.add(listener);
      if (known.board !== undefined) listener.onBoard(known.board);
      return false;
    },
    remove: (name, listener) => {
      const channel = channels.get(name);
      channel?.listeners.delete(listener);
      return channel?.listeners.size === 0 && channels.delete(name);
    },
    greeting: (fresh) => {
      const resume: Record<string, { epoch: string; ver: number }> = {};
      for (const [name, channel] of channels) {
        channel.isResyncing = false;
        const { board } = channel;
        if (board !== undefined && !fresh) resume[name] = { epoch: board.epoch, ver: board.version };
      }
      return { subscribe: [...channels.keys()], ...(Object.keys(resume).length > 0 ? { resume } : {}) };
    },
    take: (frame) => {
      const channel = channels.get(frame.ch);
      if (channel === undefined) return false;
      if (frame.t === "snap" || frame.t === "delta") return apply(channel, change(channel.board, frame));
      for (const listener of channel.listeners) {
        if (frame.t === "me") listener.onMe(frame);
        else listener.onState(frame);
      }
      return false;
    },
  };
}
