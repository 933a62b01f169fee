import { WebSocket } from "ws";
import type { ServerFrame } from "../../wire/live.js";
import { serverFrame } from "../../wire/live.js";
import type { StandingsRow } from "../../wire/race.js";

type Frame<Kind extends ServerFrame["t"]> = Extract<ServerFrame, { t: Kind }>;

export interface ConnectOptions {
  protocols?: string[];
  headers?: Record<string, string>;
  path?: string;
  /** False: heartbeats stay unanswered by the page. */
  acks?: boolean;
  /** False: not even the network stack answers pings. */
  autoPong?: boolean;
}

/** A reader of the feed over a real WebSocket; every frame is checked against the published schema. */
export class FeedClient {
  readonly frames: ServerFrame[] = [];
  readonly bytes: string[] = [];
  closed: { code: number; atMs: number } | undefined;
  readonly socket: WebSocket;
  readonly #waiting = new Set<() => void>();

  private constructor(socket: WebSocket, acks: boolean) {
    this.socket = socket;
    socket.on("message", (data, isBinary) => {
      if (isBinary) throw new Error("the feed speaks text");
      if (!Buffer.isBuffer(data)) throw new Error("ws gives one Buffer for a text frame");
      const text = data.toString();
      const frame = serverFrame.parse(JSON.parse(text));
      this.bytes.push(text);
      this.frames.push(frame);
      if (frame.t === "hb" && acks) this.send({ t: "ack", now: frame.now });
      this.#wake();
    });
    socket.on("close", (code) => {
      this.closed = { code, atMs: performance.now() };
      this.#wake();
    });
    socket.on("error", () => this.#wake());
  }

  static async connect(port: number, options: ConnectOptions = {}): Promise<FeedClient> {
    const { protocols = ["race.v1"], headers = {}, path = "/live", acks = true, autoPong = true } = options;
    const socket = new WebSocket(`ws://127.0.0.1:${port}${path}`, protocols, {
      headers,
      autoPong,
      perMessageDeflate: false,
    });
    const client = new FeedClient(socket, acks);
    await new Promise<void>((resolve, reject) => {
      socket.once("open", resolve);
      socket.once("error", reject);
    });
    return client;
  }

  /** Status of the plain HTTP answer to a refused handshake. */
  static async refusal(
    port: number,
    options: ConnectOptions = {},
  ): Promise<{ status: number; retryAfter: string | undefined }> {
    const { protocols = ["race.v1"], headers = {}, path = "/live" } = options;
    const socket = new WebSocket(`ws://127.0.0.1:${port}${path}`, protocols, { headers });
    return new Promise((resolve, reject) => {
      socket.once("open", () => reject(new Error("the handshake was accepted")));
      socket.once("error", () => undefined);
      socket.once("unexpected-response", (_request, response) => {
        response.resume();
        resolve({ status: response.statusCode ?? 0, retryAfter: response.headers["retry-after"] });
        socket.terminate();
      });
    });
  }

  send(frame: unknown): void {
    this.socket.send(typeof frame === "string" ? frame : JSON.stringify(frame));
  }

  hello(frame: Record<string, unknown> = {}): void {
    this.send({ t: "hello", ...frame });
  }

  of<Kind extends ServerFrame["t"]>(kind: Kind): Frame<Kind>[] {
    return this.frames.filter((frame): frame is Frame<Kind> => frame.t === kind);
  }

  /** The n-th frame of a kind, waiting for it up to 30 s. */
  async next<Kind extends ServerFrame["t"]>(kind: Kind, nth = 1): Promise<Frame<Kind>> {
    await this.until(`frame ${nth} of kind ${kind}`, () => this.of(kind).length >= nth);
    return this.of(kind)[nth - 1]!;
  }

  async closing(withinMs?: number): Promise<number> {
    await this.until("the socket to close", () => this.closed !== undefined, withinMs);
    return this.closed!.code;
  }

  async until(what: string, holds: () => boolean, withinMs = 30_000): Promise<void> {
    const deadline = performance.now() + withinMs;
    while (!holds()) {
      const leftMs = deadline - performance.now();
      if (leftMs <= 0)
        throw new Error(`waited in vain for ${what}; got ${JSON.stringify(this.frames.map((frame) => frame.t))}`);
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, Math.min(leftMs, 50));
        this.#waiting.add(() => {
          clearTimeout(timer);
          resolve();
        });
      });
    }
  }

  end(): void {
    this.socket.terminate();
  }

  #wake(): void {
    for (const wake of this.#waiting) wake();
    this.#waiting.clear();
  }
}

/** What a client of the published rules holds after the given frames of one channel; counts what the rules notice. */
export class ClientTable {
  readonly rows = new Map<string, StandingsRow>();
  epoch: string | undefined;
  ver = -1;
  gaps = 0;
  /** Versions in the order in which they were taken. */
  readonly taken: number[] = [];

  /** @returns "resync" when the client must ask for a snapshot */
  apply(frame: ServerFrame): "ok" | "dropped" | "resync" {
    if (frame.t !== "snap" && frame.t !== "delta") return "ok";
    if (frame.epoch === this.epoch && frame.ver <= this.ver) return "dropped";
    if (frame.t === "delta" && (frame.epoch !== this.epoch || frame.prev !== this.ver)) {
      this.gaps++;
      return "resync";
    }
    if (frame.t === "snap") {
      this.rows.clear();
      for (const row of frame.rows) this.rows.set(row.player.id, row);
    } else
      for (const op of frame.ops) {
        if (op[0] === "set") this.rows.set(op[1].player.id, op[1]);
        else this.rows.delete(op[1]);
      }
    this.epoch = frame.epoch;
    this.ver = frame.ver;
    this.taken.push(frame.ver);
    return "ok";
  }

  sorted(): StandingsRow[] {
    return [...this.rows.values()].sort(
      (a, b) => a.rank - b.rank || a.reachedAt.localeCompare(b.reachedAt) || a.player.id.localeCompare(b.player.id),
    );
  }
}
