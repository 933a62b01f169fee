import { Agent, request } from "node:http";
import { setTimeout as delay } from "node:timers/promises";
import type { Pool } from "pg";
import { settled, sign } from "../receiver/_receiver.js";

/** What happened to a sender's posts, as the sender knows it. */
export interface Posted {
  readonly ref: string;
  readonly body: Buffer;
  isAcknowledged: boolean;
}

export interface Findings {
  /** Answered 200, and not in the ledger. */
  readonly lost: number;
  /** Wagers with more than one entry. */
  readonly double: number;
  /** Entries without an inbox row, inbox rows without an entry, and chains whose deltas do not add up. */
  readonly unexplained: number;
  readonly acknowledged: number;
}

/**
 * A sender under way: it posts wagers on several connections, remembers which were answered 200, and sends the others
 * again under the same id, as an honest sender does.
 */
export class FaultLoad {
  readonly posted: Posted[] = [];
  readonly #agent: Agent;
  readonly #connections: number;
  readonly #pauseMs: number;
  readonly #secret: string;
  #port: number;
  #isRunning = false;
  #lanes: Promise<void>[] = [];
  #made = 0;
  acknowledged = 0;
  /** Every kind of end a post came to: its status, or the socket's error. */
  readonly statuses = new Set<number | string>();

  /** @param pauseMs after a post that was not answered 200; a shut door answers at once */
  constructor(port: number, secret: string, pauseMs = 10, connections = 32) {
    this.#port = port;
    this.#pauseMs = pauseMs;
    this.#secret = secret;
    this.#connections = connections;
    this.#agent = new Agent({ keepAlive: true, maxSockets: connections });
  }

  start(): void {
    this.#isRunning = true;
    this.#lanes = Array.from({ length: this.#connections }, () => this.#lane());
  }

  /** Ends the stream of new posts and waits for the answers, or errors, of those under way. */
  async stop(): Promise<void> {
    this.#isRunning = false;
    await Promise.all(this.#lanes);
  }

  /** Sends what was not answered 200 until it is. */
  async redeliver(): Promise<void> {
    const open = this.posted.filter((post) => !post.isAcknowledged);
    const lanes = Array.from({ length: this.#connections }, async () => {
      for (let post = open.pop(); post !== undefined; post = open.pop()) await this.#deliver(post);
    });
    await Promise.all(lanes);
  }

  dispose(): void {
    this.#agent.destroy();
  }

  async #lane(): Promise<void> {
    while (this.#isRunning) {
      const ref = `w_${this.#made++}`;
      const post = {
        ref,
        body: Buffer.from(JSON.stringify(settled({ wager_id: ref, amount: "1" }))),
        isAcknowledged: false,
      };
      this.posted.push(post);
      const status = await this.#post(post);
      if (status === 200) this.#acknowledge(post);
      else await delay(this.#pauseMs);
    }
  }

  async #deliver(post: Posted): Promise<void> {
    for (;;) {
      const status = await this.#post(post);
      if (status === 200) return this.#acknowledge(post);
      if (status !== 503 && status !== 0) throw new Error(`a redelivered post was answered with ${status}`);
      await delay(20);
    }
  }

  #acknowledge(post: Posted): void {
    post.isAcknowledged = true;
    this.acknowledged += 1;
  }

  #post({ ref, body }: Posted): Promise<number> {
    const timestamp = String(Math.floor(Date.now() / 1_000));
    const headers = {
      "content-type": "application/json",
      "content-length": body.length,
      "webhook-id": ref,
      "webhook-timestamp": timestamp,
      "webhook-signature": sign(this.#secret, ref, timestamp, body),
    };
    const options = { host: "127.0.0.1", port: this.#port, method: "POST", path: "/hooks/v1/casino", headers };
    const answered = new Promise<number>((resolve, reject) => {
      const req = request({ ...options, agent: this.#agent }, (res) => {
        res.resume();
        res.on("end", () => resolve(res.statusCode ?? 0));
        res.on("error", reject);
      });
      req.on("error", reject);
      req.end(body);
    });
    return answered.then(
      (status) => this.#note(status, status),
      (error: NodeJS.ErrnoException) => this.#note(error.code ?? error.message, 0),
    );
  }

  #note(end: number | string, status: number): number {
    this.statuses.add(end);
    return status;
  }
}

interface Totals {
  lost: number;
  double: string;
  unexplained: string;
}

/** Compares what senders were told with what the database holds. */
export async function findLosses(pool: Pool, load: FaultLoad): Promise<Findings> {
  const acknowledged = load.posted.filter((post) => post.isAcknowledged).map(({ ref }) => ref);
  const { rows } = await pool.query<Totals>(
    `with entries as (
       select ref, count(*) as entries, sum(delta) as worth, (array_agg(amount order by seq desc))[1] as last
       from ledger where kind = 'wager' group by ref
     )
     select
       (select count(*) from unnest($1::text[]) as told (ref)
        where not exists (select from entries where entries.ref = told.ref))::int as lost,
       (select count(*) from entries where entries.entries > 1) as double,
       (select count(*) from entries full join webhook_inbox on delivery_id = ref
        where ref is null or delivery_id is null or worth <> last) as unexplained`,
    [acknowledged],
  );
  const [row] = rows;
  if (row === undefined) throw new Error("the comparison gave no row");
  return {
    lost: row.lost,
    double: Number(row.double),
    unexplained: Number(row.unexplained),
    acknowledged: acknowledged.length,
  };
}
