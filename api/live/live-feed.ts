import type { IncomingMessage } from "node:http";
import type { Duplex } from "node:stream";
import { setTimeout as delay } from "node:timers/promises";
import { WebSocketServer, type WebSocket } from "ws";
import type { AccessTokens } from "../../core/access/access-tokens.js";
import type { Revocations } from "../../core/access/revocations.js";
import type { CoreContext } from "../../core/context.js";
import { Durations, type DurationCounts } from "../../core/health/durations.js";
import { CLOSE, LIVE_PROTOCOL } from "../../wire/live.js";
import { Admission } from "./admission.js";
import { Channels, type ChannelsDeps } from "./channels.js";
import { receiveFrame, type FrameDeps } from "./client-frames.js";
import { FeedLag, type TransactionAge } from "./feed-lag.js";
import { FEED_SETTINGS, type FeedSettings } from "./feed-settings.js";
import { inSlices } from "./in-slices.js";
import { LateLinks, type LinkedTo } from "./late-links.js";
import { LiveSocket } from "./live-socket.js";
import { SharedFrame } from "./shared-frame.js";
import { SignedInSockets } from "./signed-in-sockets.js";
import { SteadyPace } from "./steady-pace.js";
import type { StreamReader } from "./stream-reader.js";
import { admitUpgrade, type Admitted } from "./upgrade.js";

const OWN_CODES: ReadonlySet<number> = new Set(Object.values(CLOSE));
/** From here on clients close with whatever they like: each code would be a series of the metrics. They count as this one. */
const FIRST_OWN_CODE = 3_000;

export interface FeedDeps {
  context: Pick<CoreContext, "clock" | "log">;
  views: ChannelsDeps["views"];
  boards: ChannelsDeps["boards"];
  tokens: AccessTokens;
  revocations: Revocations;
  linkedTo: LinkedTo;
  limits: FrameDeps["limits"];
  transactionAge: TransactionAge;
  origins: ReadonlySet<string>;
  trustProxy: number;
  settings?: Partial<FeedSettings> | undefined;
}

export interface FeedCounts {
  readonly sockets: number;
  /** Readers of server-sent events. */
  readonly streams: number;
  /** Sockets that have ended, by their close code. */
  readonly ended: ReadonlyMap<number, number>;
  /** From the move of a board until the last reader was given it. */
  readonly fanOut: DurationCounts;
  /** From the commit of a wager until its frame was given to the last reader; of a sample. */
  readonly lag: DurationCounts;
}

/** The live feed of one process. Disposing says `bye`, closes all readers in slices and waits for them. */
export interface LiveFeed extends AsyncDisposable {
  readonly channels: Channels;
  readonly admission: Admission;
  readonly settings: FeedSettings;
  /** SSE readers; they take part in draining. */
  readonly streams: Set<StreamReader>;
  readonly isDraining: boolean;
  stats(): FeedCounts;
  upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void;
}

export function startLiveFeed(deps: FeedDeps): LiveFeed {
  return new RunningFeed(deps);
}

class RunningFeed implements LiveFeed {
  readonly channels: Channels;
  readonly admission: Admission;
  readonly settings: FeedSettings;
  readonly streams = new Set<StreamReader>();
  readonly #deps: FeedDeps;
  readonly #frames: FrameDeps;
  readonly #lateLinks: LateLinks;
  readonly #sockets = new Set<LiveSocket>();
  readonly #server: WebSocketServer;
  readonly #pace: SteadyPace;
  /** Admitted, and waiting for their handshake. */
  readonly #queued = new Set<Duplex>();
  readonly #ended = new Map<number, number>();
  readonly #fanOut = new Durations();
  readonly #lag: FeedLag;
  readonly #timers: NodeJS.Timeout[];
  readonly #stopRevocations: () => void;
  #isDraining = false;

  constructor(deps: FeedDeps) {
    const settings: FeedSettings = { ...FEED_SETTINGS, ...deps.settings };
    const log = deps.context.log.child({ part: "api.live" });
    const people = new SignedInSockets(settings.socketsPerUser);
    this.#deps = deps;
    this.settings = settings;
    this.#lag = new FeedLag(deps.transactionAge, log, settings.lagSampleMs);
    const measures = { fanOut: this.#fanOut, lag: this.#lag };
    this.channels = new Channels({ ...deps, ...measures, clock: deps.context.clock, log, settings });
    this.admission = new Admission(settings.socketsPerAddress, settings.socketsPerProcess);
    this.#lateLinks = new LateLinks(deps.linkedTo, log, settings.lateLinksMs, (socket) => {
      for (const [key, subscription] of socket.subscriptions) this.channels.sendOwnPlace(key, subscription);
    });
    this.#frames = {
      channels: this.channels,
      tokens: deps.tokens,
      revocations: deps.revocations,
      limits: deps.limits,
      people,
      lateLinks: this.#lateLinks,
      settings,
      log,
    };
    this.#server = createServer(settings);
    this.#pace = new SteadyPace(settings.handshakesPerSecond);
    this.#stopRevocations = deps.revocations.onRevoked((ended) => people.closeSessions(ended));
    this.#timers = [
      setInterval(() => this.#sweep(), settings.sweepMs),
      setInterval(() => this.#comment(), settings.streamCommentMs),
    ];
  }

  get isDraining(): boolean {
    return this.#isDraining;
  }

  stats(): FeedCounts {
    return {
      sockets: this.#sockets.size,
      streams: this.streams.size,
      ended: this.#ended,
      fanOut: this.#fanOut.read(),
      lag: this.#lag.read(),
    };
  }

  upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void {
    const rules = { ...this.#deps, admission: this.admission, isDraining: () => this.#isDraining };
    // An abrupt end during the handshake; there is nobody left to tell.
    socket.on("error", () => undefined);
    const admitted = admitUpgrade(rules, request, socket);
    if (admitted === undefined) return;
    // A handshake that fails ends the socket without ever reaching `#accept`.
    socket.once("close", admitted.release);
    this.#queued.add(socket);
    this.#pace.take(() => {
      this.#queued.delete(socket);
      // Its place was given back when it went.
      if (socket.destroyed) return;
      this.#server.handleUpgrade(request, socket, head, (raw) => this.#accept(raw, socket, admitted));
    });
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#isDraining = true;
    this.#pace[Symbol.dispose]();
    for (const socket of this.#queued) socket.destroy();
    this.#stopRevocations();
    this.#lateLinks[Symbol.dispose]();
    this.channels.stop();
    await sayBye([...this.#sockets], this.streams, this.settings);
    for (const timer of this.#timers) clearInterval(timer);
    for (const socket of this.#sockets) socket.terminate();
    this.#server.close();
  }

  #accept(raw: WebSocket, connection: Duplex, { address, release }: Admitted): void {
    const socket = new LiveSocket(raw, connection, address, this.settings);
    this.#sockets.add(socket);
    socket.onFrame((data, isBinary) => receiveFrame(this.#frames, socket, data, isBinary));
    socket.onClose((code) => {
      const counted = code < FIRST_OWN_CODE || OWN_CODES.has(code) ? code : FIRST_OWN_CODE;
      this.#ended.set(counted, (this.#ended.get(counted) ?? 0) + 1);
      release();
      this.#sockets.delete(socket);
      this.#frames.people.remove(socket);
      for (const [key, subscription] of socket.subscriptions) this.channels.leave(key, subscription);
      socket.subscriptions.clear();
    });
  }

  #sweep(): void {
    const nowMs = performance.now();
    const now = this.#deps.context.clock.now();
    const beat = new SharedFrame({ t: "hb", now: now.getTime() });
    for (const socket of this.#sockets) socket.sweep(nowMs, now, beat);
    for (const stream of this.streams) if (stream.bufferedBytes > this.settings.dropAboveBytes) stream.dropSlow();
    this.channels.sweep();
  }

  #comment(): void {
    for (const stream of this.streams) stream.comment();
  }
}

function createServer(settings: FeedSettings): WebSocketServer {
  return new WebSocketServer({
    noServer: true,
    clientTracking: false,
    maxPayload: settings.maxPayloadBytes,
    // 14-17 times the CPU and 235 KB a socket.
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
