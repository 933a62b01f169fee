import type { IncomingMessage } from "node:http";
import type { Duplex } from "node:stream";
import { setTimeout as delay } from "node:timers/promises";
import { WebSocketServer, type WebSocket } from "ws";
import type { AccessTokens } from "../../core/access/access-tokens.js";
import type { Revocations } from "../../core/access/revocations.js";
import type { LiveBoards } from "../../core/boards/live-boards.js";
import type { CoreContext } from "../../core/context.js";
import type { Views } from "../../core/views/views.js";
import { CLOSE, LIVE_PROTOCOL } from "../../wire/live.js";
import { Admission } from "./admission.js";
import { Channels } from "./channels.js";
import { receiveFrame, type FrameDeps } from "./client-frames.js";
import { FEED_SETTINGS, type FeedSettings } from "./feed-settings.js";
import { inSlices } from "./in-slices.js";
import { LiveSocket } from "./live-socket.js";
import { SharedFrame } from "./shared-frame.js";
import { SignedInSockets } from "./signed-in-sockets.js";
import type { StreamReader } from "./stream-reader.js";
import { admitUpgrade } from "./upgrade.js";

export interface FeedDeps {
  context: Pick<CoreContext, "clock" | "log">;
  views: Views;
  boards: LiveBoards;
  tokens: AccessTokens;
  revocations: Revocations;
  origins: ReadonlySet<string>;
  trustProxy: number;
  settings?: Partial<FeedSettings> | undefined;
}

/** The live feed of one process. Disposing says `bye`, closes all readers in slices and waits for them. */
export interface LiveFeed extends AsyncDisposable {
  readonly channels: Channels;
  readonly admission: Admission;
  readonly settings: FeedSettings;
  /** SSE readers; they take part in draining. */
  readonly streams: Set<StreamReader>;
  readonly isDraining: boolean;
  upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void;
}

export function startLiveFeed(deps: FeedDeps): LiveFeed {
  const settings: FeedSettings = { ...FEED_SETTINGS, ...deps.settings };
  const log = deps.context.log.child({ part: "api.live" });
  const channels = new Channels({ ...deps, clock: deps.context.clock, log, settings });
  const admission = new Admission(settings.socketsPerAddress, settings.socketsPerProcess);
  const people = new SignedInSockets(settings.socketsPerUser);
  const sockets = new Set<LiveSocket>();
  const streams = new Set<StreamReader>();
  const frames: FrameDeps = { channels, tokens: deps.tokens, revocations: deps.revocations, people, settings, log };
  const server = createServer(settings);
  const stopRevocations = deps.revocations.onRevoked((ended) => people.closeSessions(ended));
  const sweep = setInterval(() => sweepAll(), settings.sweepMs);
  const comments = setInterval(() => {
    for (const stream of streams) stream.comment();
  }, settings.streamCommentMs);
  let isDraining = false;

  function sweepAll(): void {
    const nowMs = performance.now();
    const now = deps.context.clock.now();
    const beat = new SharedFrame({ t: "hb", now: now.getTime() });
    for (const socket of sockets) socket.sweep(nowMs, now, beat);
    for (const stream of streams) if (stream.bufferedBytes > settings.dropAboveBytes) stream.dropSlow();
    channels.sweep();
  }
  function accept(raw: WebSocket, release: () => void): void {
    const socket = new LiveSocket(raw, settings);
    sockets.add(socket);
    socket.onFrame((data, isBinary) => receiveFrame(frames, socket, data, isBinary));
    socket.onClose(() => {
      release();
      sockets.delete(socket);
      people.remove(socket);
      for (const [key, subscription] of socket.subscriptions) channels.leave(key, subscription);
      socket.subscriptions.clear();
    });
  }

  return {
    channels,
    admission,
    settings,
    streams,
    get isDraining() {
      return isDraining;
    },
    upgrade(request, socket, head) {
      const rules = { ...deps, admission, isDraining: () => isDraining };
      // An abrupt end during the handshake; there is nobody left to tell.
      socket.on("error", () => undefined);
      const release = admitUpgrade(rules, request, socket);
      if (release === undefined) return;
      // A handshake that fails ends the socket without ever reaching `accept`.
      socket.once("close", release);
      server.handleUpgrade(request, socket, head, (raw) => accept(raw, release));
    },
    async [Symbol.asyncDispose]() {
      isDraining = true;
      stopRevocations();
      channels.stop();
      await sayBye([...sockets], streams, settings);
      clearInterval(sweep);
      clearInterval(comments);
      for (const socket of sockets) socket.terminate();
      server.close();
    },
  };
}

function createServer(settings: FeedSettings): WebSocketServer {
  return new WebSocketServer({
    noServer: true,
    clientTracking: false,
    maxPayload: settings.maxPayloadBytes,
    // 14-17 times the CPU and 235 KB a socket (design.md, Decisions).
    perMessageDeflate: false,
    handleProtocols: (offered) => (offered.has(LIVE_PROTOCOL) ? LIVE_PROTOCOL : false),
  });
}

/** Tells everybody to come back spread over a while, then closes them at a steady pace. */
async function sayBye(
  sockets: readonly LiveSocket[],
  streams: ReadonlySet<StreamReader>,
  settings: FeedSettings,
): Promise<void> {
  const bye = new SharedFrame({ t: "bye", spreadMs: settings.byeSpreadMs });
  const readers = [...sockets, ...streams];
  await inSlices(readers, settings.sliceSockets, (reader) => reader.send(bye));
  for (let start = 0; start < readers.length; start += settings.drainPerSecond) {
    if (start > 0) await delay(1_000);
    for (const reader of readers.slice(start, start + settings.drainPerSecond))
      reader.close(CLOSE.restart, "restarting");
  }
  // A moment for the answers to our close frames.
  const deadline = performance.now() + 1_000;
  while (sockets.some((socket) => !socket.isGone) && performance.now() < deadline) await delay(20);
}
