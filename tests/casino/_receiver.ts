import { createHash } from "node:crypto";
import { type IncomingMessage, type Server, type ServerResponse, createServer } from "node:http";
import { once } from "node:events";
import type { AddressInfo } from "node:net";
import { Webhook } from "standardwebhooks";
import { z } from "zod";

/** What the receiver may do instead of taking a post. */
export type Fault =
  | { readonly kind: "answer"; readonly status: number; readonly retryAfter?: number; readonly body?: string }
  /** Closes the connection without an answer, before or after it has committed. */
  | { readonly kind: "cut"; readonly committed: boolean }
  | { readonly kind: "silence" };

export interface Arrival {
  readonly id: string;
  readonly timestamp: string;
  readonly signature: string;
  readonly path: string;
  readonly body: string;
  readonly at: number;
}

const wagerSchema = z.object({
  wager_id: z.string(),
  revision: z.number().int().positive().optional(),
  player_id: z.string(),
  player_name: z.string(),
  amount: z.string().regex(/^(0|[1-9]\d{0,14})\.\d{2,6}$/),
  currency: z.literal("USD"),
  occurred_at: z.iso.datetime(),
  game: z.object({ id: z.string(), name: z.string(), category: z.string() }),
});
const eventSchema = z.discriminatedUnion("type", [
  z.object({ type: z.literal("wager.settled"), timestamp: z.iso.datetime(), data: wagerSchema }),
  z.object({
    type: z.literal("wager.batch"),
    timestamp: z.iso.datetime(),
    data: z.object({ wagers: z.array(wagerSchema).max(1_000) }),
  }),
  z.object({
    type: z.literal("wager.voided"),
    timestamp: z.iso.datetime(),
    data: z.object({ wager_id: z.string(), player_id: z.string(), revision: z.number().int().optional() }),
  }),
  z.object({
    type: z.literal("player.renamed"),
    timestamp: z.iso.datetime(),
    data: z.object({ player_id: z.string(), player_name: z.string() }),
  }),
]);

/** A receiver that keeps the contract in memory: verifies with the reference library, remembers ids, keeps the highest revision. */
export class ContractReceiver implements AsyncDisposable {
  readonly arrivals: Arrival[] = [];
  readonly names = new Map<string, string>();
  fault: (arrival: Arrival, index: number) => Fault | undefined = () => undefined;
  connections = 0;
  readonly #seen = new Map<string, string>();
  readonly #wagers = new Map<string, { playerId: string; revision: number; microUsd: bigint }>();
  readonly #oracle: Webhook;
  readonly #server: Server;

  constructor(secret: string) {
    this.#oracle = new Webhook(secret);
    this.#server = createServer((request, response) => void this.#answer(request, response));
    this.#server.on("connection", () => {
      this.connections += 1;
    });
  }

  async listen(): Promise<string> {
    this.#server.listen(0, "127.0.0.1");
    await once(this.#server, "listening");
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  get wagers(): number {
    return this.#wagers.size;
  }

  totals(): Map<string, bigint> {
    const totals = new Map<string, bigint>();
    for (const { playerId, microUsd } of this.#wagers.values()) {
      totals.set(playerId, (totals.get(playerId) ?? 0n) + microUsd);
    }
    return totals;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#server.closeAllConnections();
    this.#server.close();
    await once(this.#server, "close");
  }

  async #answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const arrival: Arrival = {
      id: String(request.headers["webhook-id"]),
      timestamp: String(request.headers["webhook-timestamp"]),
      signature: String(request.headers["webhook-signature"]),
      path: request.url ?? "",
      body: Buffer.concat(chunks).toString("utf8"),
      at: performance.now(),
    };
    const fault = this.fault(arrival, this.arrivals.push(arrival) - 1);
    if (fault?.kind === "silence") return;
    if (fault?.kind === "answer") {
      if (fault.retryAfter !== undefined) response.setHeader("retry-after", String(fault.retryAfter));
      response.writeHead(fault.status).end(fault.body ?? "");
      return;
    }
    if (fault?.kind === "cut" && !fault.committed) {
      request.socket.destroy();
      return;
    }
    const [status, body] = this.#take(arrival);
    if (fault?.kind === "cut") request.socket.destroy();
    else response.writeHead(status, { "content-type": "application/json" }).end(JSON.stringify(body));
  }

  #take(arrival: Arrival): [number, object] {
    try {
      this.#oracle.verify(arrival.body, {
        "webhook-id": arrival.id,
        "webhook-timestamp": arrival.timestamp,
        "webhook-signature": arrival.signature,
      });
    } catch {
      return [401, { title: "Unauthorized" }];
    }
    const digest = createHash("sha256").update(arrival.body).digest("hex");
    const before = this.#seen.get(arrival.id);
    if (before !== undefined) return before === digest ? [200, { status: "duplicate" }] : [409, { title: "Conflict" }];
    this.#seen.set(arrival.id, digest);
    const event = eventSchema.safeParse(JSON.parse(arrival.body));
    if (!event.success) return [202, { status: "quarantined", reason: event.error.message }];
    return [200, { status: this.#apply(event.data) ? "accepted" : "duplicate" }];
  }

  #apply({ type, data }: z.infer<typeof eventSchema>): boolean {
    if (type === "player.renamed") return this.names.set(data.player_id, data.player_name) !== undefined;
    if (type === "wager.voided") return this.#set(data.wager_id, data.player_id, data.revision ?? Infinity, 0n);
    const wagers = type === "wager.batch" ? data.wagers : [data];
    return wagers
      .map(({ wager_id, player_id, revision = 1, amount }) => {
        const [whole = "", decimals = ""] = amount.split(".");
        const microUsd = BigInt(whole) * 1_000_000n + BigInt(decimals.padEnd(6, "0"));
        return this.#set(wager_id, player_id, revision, microUsd);
      })
      .some(Boolean);
  }

  #set(wagerId: string, playerId: string, revision: number, microUsd: bigint): boolean {
    if (revision <= (this.#wagers.get(wagerId)?.revision ?? 0)) return false;
    this.#wagers.set(wagerId, { playerId, revision, microUsd });
    return true;
  }
}
