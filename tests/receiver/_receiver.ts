import { createHmac, randomBytes } from "node:crypto";
import { request as httpRequest, type IncomingHttpHeaders } from "node:http";
import type { Pool } from "pg";
import type { Clock } from "../../core/clock.js";
import type { CoreContext } from "../../core/context.js";
import type { Log } from "../../core/log.js";
import { createSource, type SourceMode } from "../../core/sources/create-source.js";
import { keyOfSecretText } from "../../core/sources/secret-text.js";
import { drizzleOn } from "../../db/connect.js";
import { startReceiver, type Receiver, type ReceiverDeps } from "../../webhooks/start.js";
import { createTestDatabase, type TestDatabase } from "../_database.js";

export interface LogLine {
  level: string;
  message: string;
  fields: Record<string, unknown>;
}

/** A log that remembers. */
export function memoryLog(lines: LogLine[] = []): Log & { lines: LogLine[] } {
  const at =
    (level: string) =>
    (fields: Record<string, unknown>, message: string): void =>
      void lines.push({ level, message, fields });
  const log = { lines, debug: at("debug"), info: at("info"), warn: at("warn"), error: at("error"), child: () => log };
  return log;
}

/** A clock that stands where it is put. */
export class TestClock implements Clock {
  at: Date | undefined;
  now(): Date {
    return this.at ?? new Date();
  }
}

export const secretsKey = randomBytes(32);

export function contextOn(pool: Pool, clock: Clock, log: Log = memoryLog()): CoreContext {
  return { db: drizzleOn(pool), pool, clock, log, secretsKey, timeZone: "UTC" };
}

export interface Answer {
  status: number;
  headers: IncomingHttpHeaders;
  body: Record<string, unknown>;
}

export interface PostOptions {
  id?: string;
  /** Seconds. */
  timestamp?: number | string;
  path?: string;
  headers?: Record<string, string | string[]>;
  secret?: string;
  signature?: string;
  method?: string;
}

export class ReceiverUnderTest implements AsyncDisposable {
  readonly database: TestDatabase;
  readonly receiver: Receiver;
  readonly context: CoreContext;
  readonly clock: TestClock;
  readonly log: ReturnType<typeof memoryLog>;
  readonly slug: string;
  readonly secret: string;
  readonly sourceId: number;

  constructor(parts: Omit<ReceiverUnderTest, "post" | "send" | "rows" | typeof Symbol.asyncDispose>) {
    this.database = parts.database;
    this.receiver = parts.receiver;
    this.context = parts.context;
    this.clock = parts.clock;
    this.log = parts.log;
    this.slug = parts.slug;
    this.secret = parts.secret;
    this.sourceId = parts.sourceId;
  }

  /** Signs as Standard Webhooks says and posts; a value that is not bytes is sent as JSON. */
  async post(content: unknown, options: PostOptions = {}): Promise<Answer> {
    const body = Buffer.isBuffer(content)
      ? content
      : Buffer.from(typeof content === "string" ? content : JSON.stringify(content));
    const id = options.id ?? `msg_${randomBytes(12).toString("hex")}`;
    const timestamp = String(options.timestamp ?? Math.floor(this.clock.now().getTime() / 1_000));
    const signature = options.signature ?? sign(options.secret ?? this.secret, id, timestamp, body);
    return send(this.receiver.port, {
      method: options.method ?? "POST",
      path: options.path ?? `/hooks/v1/${this.slug}`,
      headers: {
        "content-type": "application/json",
        "webhook-id": id,
        "webhook-timestamp": timestamp,
        "webhook-signature": signature,
        ...options.headers,
      },
      body,
    });
  }

  async rows<Row extends object>(text: string, values: unknown[] = []): Promise<Row[]> {
    return (await this.database.pool.query<Row>(text, values)).rows;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.receiver[Symbol.asyncDispose]();
    await this.database[Symbol.asyncDispose]();
  }
}

export function sign(secret: string, id: string, timestamp: string, body: Buffer): string {
  const key = keyOfSecretText(secret) ?? Buffer.from(secret);
  return `v1,${createHmac("sha256", key).update(`${id}.${timestamp}.`).update(body).digest("base64")}`;
}

export interface RawRequest {
  method?: string;
  path: string;
  headers?: Record<string, string | string[]>;
  body?: Buffer;
}

/** One request on a connection of its own. */
export function send(port: number, { method = "POST", path, headers = {}, body }: RawRequest): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const req = httpRequest({ host: "127.0.0.1", port, method, path, headers, agent: false }, (res) => {
      const chunks: Buffer[] = [];
      res.on("data", (chunk: Buffer) => chunks.push(chunk));
      res.on("error", reject);
      res.on("end", () => {
        const text = Buffer.concat(chunks).toString();
        const isJson = String(res.headers["content-type"]).includes("json");
        resolve({ status: res.statusCode ?? 0, headers: res.headers, body: isJson ? JSON.parse(text) : { text } });
      });
    });
    req.on("error", reject);
    req.end(body);
  });
}

export interface ReceiverTestOptions {
  mode?: SourceMode;
  secret?: string;
  config?: Partial<ReceiverDeps["config"]>;
  at?: Date;
}

/** A receiver on a database of its own, with one source. */
export async function startTestReceiver(options: ReceiverTestOptions = {}): Promise<ReceiverUnderTest> {
  const database = await createTestDatabase();
  const clock = new TestClock();
  clock.at = options.at;
  const log = memoryLog();
  const context = contextOn(database.pool, clock, log);
  const { mode = "events", secret } = options;
  const source = await createSource(context, { slug: "casino", name: "Casino", mode, ...(secret ? { secret } : {}) });
  const receiver = await startReceiver(
    {
      context,
      databaseUrl: database.url,
      config: { host: "127.0.0.1", port: 0, trustProxy: 0, ...options.config },
    },
    new AbortController().signal,
  );
  return new ReceiverUnderTest({
    database,
    receiver,
    context,
    clock,
    log,
    slug: source.slug,
    secret: source.secret,
    sourceId: source.id,
  });
}

let wagers = 0;
/** A valid wager.settled; the data given replaces its own. */
export function settled(data: Record<string, unknown> = {}): {
  type: string;
  timestamp: string;
  data: Record<string, unknown>;
} {
  return {
    type: "wager.settled",
    timestamp: "2026-11-22T10:00:00.000Z",
    data: {
      wager_id: `w_${++wagers}`,
      player_id: "U42",
      amount: "12.34",
      occurred_at: "2026-11-22T09:59:58.120Z",
      ...data,
    },
  };
}

export function voided(data: Record<string, unknown>): object {
  return { type: "wager.voided", timestamp: "2026-11-22T10:00:00.000Z", data };
}
