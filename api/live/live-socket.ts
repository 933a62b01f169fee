import type { Duplex } from "node:stream";
import { WebSocket, type RawData } from "ws";
import type { AccessClaims } from "../../core/access/access-tokens.js";
import type { BoardKey } from "../../core/boards/live-boards.js";
import type { PlayerId } from "../../wire/ids.js";
import { CLOSE, type ServerFrame } from "../../wire/live.js";
import type { Subscription } from "./channel.js";
import type { FeedSettings } from "./feed-settings.js";
import type { Reader } from "./reader.js";
import { SharedFrame } from "./shared-frame.js";
import { TokenBucket } from "./token-bucket.js";

/** How long a reader gets to answer our close before the connection is cut. */
const CLOSE_GRACE_MS = 1_000;

/** One WebSocket of the feed: what it reads, who it is, and its deadlines. */
export class LiveSocket implements Reader {
  readonly subscriptions = new Map<BoardKey, Subscription>();
  /** Set by `hello`; until then nothing else is allowed. */
  hasSaidHello = false;
  claims: AccessClaims | undefined;
  /** Of the signed-in person: as the token says, or as looked up when it names none. */
  players: readonly PlayerId[] = [];
  /** Frames of one socket are handled one after another. */
  work: Promise<void> = Promise.resolve();
  /** Of the client, whatever proxies are between. */
  readonly address: string;
  readonly #socket: WebSocket;
  readonly #connection: Duplex;
  readonly #settings: FeedSettings;
  readonly #bucket: TokenBucket;
  readonly #helloByMs: number;
  #nextBeatMs: number;
  /** When the heartbeat that waits for its answer was sent; 0 when none does. */
  #beatSentMs = 0;
  #isBeatSeen = false;
  #hasWarned = false;
  #cutAtMs = Infinity;

  /** @param connection what the WebSocket speaks over */
  constructor(socket: WebSocket, connection: Duplex, address: string, settings: FeedSettings) {
    const nowMs = performance.now();
    this.address = address;
    this.#socket = socket;
    this.#connection = connection;
    this.#settings = settings;
    this.#bucket = new TokenBucket(settings.messagesPerSecond, settings.messageBurst, nowMs);
    this.#helloByMs = nowMs + settings.helloMs;
    this.#nextBeatMs = nowMs + this.#beatPause();
    // autoPong answers; a flood of pings, or of pongs that nobody asked for, costs like a flood of frames.
    const meter = () => this.mayReceive() || this.close(CLOSE.policy, "too many messages");
    socket.on("ping", meter);
    socket.on("pong", () => {
      this.#isBeatSeen = true;
      meter();
    });
  }

  get bufferedBytes(): number {
    return this.#socket.bufferedAmount;
  }

  get isClosed(): boolean {
    return this.#socket.readyState !== WebSocket.OPEN;
  }

  /** True once the closing handshake is over or the connection is cut. */
  get isGone(): boolean {
    return this.#socket.readyState === WebSocket.CLOSED;
  }

  onFrame(listener: (data: RawData, isBinary: boolean) => void): void {
    this.#socket.on("message", listener);
  }

  /** @param listener is given the code of the close frame; 1006 when there was none */
  onClose(listener: (code: number) => void): void {
    this.#socket.on("close", listener);
    // The connection closes right after; what was wrong with it is the other side's affair.
    this.#socket.on("error", () => undefined);
  }

  /** @returns false when the socket has sent more than its share */
  mayReceive(): boolean {
    return this.#bucket.take(performance.now());
  }

  send(frame: SharedFrame): void {
    // Past ws, which would frame the same bytes again for each reader and write them in two pieces. Without compression
    // ws itself writes whole frames at once, so the two cannot get into each other's.
    if (!this.isClosed) this.#connection.write(frame.message);
  }

  tell(frame: ServerFrame): void {
    this.send(new SharedFrame(frame));
  }

  close(code: number, reason: string): void {
    if (this.isClosed) return;
    this.#cutAtMs = performance.now() + CLOSE_GRACE_MS;
    this.#socket.close(code, reason);
  }

  dropSlow(): void {
    this.close(CLOSE.slowReader, "reader too slow");
  }

  terminate(): void {
    this.#socket.terminate();
  }

  acknowledge(): void {
    this.#beatSentMs = 0;
    this.#isBeatSeen = true;
  }

  signIn(claims: AccessClaims): void {
    this.claims = claims;
    this.players = claims.players;
    this.#hasWarned = false;
  }

  /** Looks at every deadline of the socket. @param beat the heartbeat of this moment, shared by all sockets */
  sweep(nowMs: number, now: Date, beat: SharedFrame): void {
    if (this.isClosed) {
      if (nowMs >= this.#cutAtMs) this.terminate();
      return;
    }
    if (!this.hasSaidHello && nowMs >= this.#helloByMs) return this.close(CLOSE.helloTimeout, "no hello in time");
    if (this.bufferedBytes > this.#settings.dropAboveBytes) return this.dropSlow();
    if (this.#checkHeart(nowMs, beat)) this.#checkToken(now);
  }

  /** @returns false when the socket was ended */
  #checkHeart(nowMs: number, beat: SharedFrame): boolean {
    const waitedMs = this.#beatSentMs === 0 ? 0 : nowMs - this.#beatSentMs;
    if (!this.#isBeatSeen && waitedMs > this.#settings.pongMs) {
      this.terminate();
      return false;
    }
    if (waitedMs > this.#settings.ackMs) {
      this.dropSlow();
      return false;
    }
    if (nowMs >= this.#nextBeatMs && this.#beatSentMs === 0) {
      this.#beatSentMs = nowMs;
      this.#isBeatSeen = false;
      this.#nextBeatMs = nowMs + this.#beatPause();
      this.#socket.ping();
      this.send(beat);
    }
    return true;
  }

  #checkToken(now: Date): void {
    if (this.claims === undefined) return;
    const leftMs = this.claims.expiresAt.getTime() - now.getTime();
    if (leftMs <= -this.#settings.authGraceMs) return this.close(CLOSE.tokenExpired, "token expired");
    if (leftMs > this.#settings.authWarningMs || this.#hasWarned) return;
    this.#hasWarned = true;
    this.tell({ t: "auth_expiring", in: Math.max(0, Math.floor(leftMs / 1000)) });
  }

  #beatPause(): number {
    return this.#settings.heartbeatMs * (0.9 + Math.random() * 0.2);
  }
}
