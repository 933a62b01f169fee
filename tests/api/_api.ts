import { createHmac, randomBytes } from "node:crypto";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { ApiConfig } from "../../api/config.js";
import type { Sharing } from "../../api/services.js";
import { startApi, type Api } from "../../api/start.js";
import type { LimitName, LimitTable } from "../../api/http/rate-limits.js";
import { LIMITS } from "../../api/http/rate-limits.js";
import type { CoreContext } from "../../core/context.js";
import type { Log } from "../../core/log.js";
import { startLiveBoards } from "../../core/boards/start-live-boards.js";
import { startNameBook } from "../../core/players/name-book.js";
import { createViews } from "../../core/views/create-views.js";
import type { Views } from "../../core/views/views.js";
import { drizzleOn } from "../../db/connect.js";
import type { Session } from "../../wire/auth.js";
import type { Problem } from "../../wire/problem.js";
import type { Role } from "../../wire/scalars.js";
import { createTestDatabase, type TestDatabase } from "../_database.js";
import { MemoryBoards } from "../live/_memory-boards.js";

export const BOT_TOKEN = "7000000001:AAF-test_token_for_vectors_only_000000000";

/** The machine's time, moved by hand. */
export class TestClock {
  #offsetMs = 0;
  now(): Date {
    return new Date(Date.now() + this.#offsetMs);
  }
  advance(ms: number): void {
    this.#offsetMs += ms;
  }
}

export interface LogLine {
  level: string;
  message: string;
  fields: Record<string, unknown>;
}

/** Keeps every line, so that a test can look for what must, or must not, be in the log. */
export function recordingLog(lines: LogLine[], bindings: Record<string, unknown> = {}): Log {
  const write = (level: string) => (fields: Record<string, unknown>, message: string) =>
    void lines.push({ level, message, fields: { ...bindings, ...fields } });
  return {
    debug: write("debug"),
    info: write("info"),
    warn: write("warn"),
    error: write("error"),
    child: (more) => recordingLog(lines, { ...bindings, ...more }),
  };
}

const GENEROUS: LimitTable = Object.fromEntries(
  (Object.keys(LIMITS) as LimitName[]).map((name) => [name, { points: 1_000_000, seconds: 60 }]),
) as LimitTable;

export interface Answer<Body = Record<string, unknown>> {
  status: number;
  headers: Headers;
  body: Body;
  text: string;
}

export interface CallOptions {
  method?: string;
  token?: string | undefined;
  body?: unknown;
  headers?: Record<string, string>;
}

export interface TestApi extends AsyncDisposable {
  url: string;
  port: number;
  database: TestDatabase;
  context: CoreContext;
  clock: TestClock;
  boards: MemoryBoards;
  log: LogLine[];
  stats: Api["stats"];
  /** Path below /api/v1 when it does not start with `//`. */
  call<Body = Record<string, unknown>>(path: string, options?: CallOptions): Promise<Answer<Body>>;
  signIn(user: { id: number; first_name?: string }, headers?: Record<string, string>): Promise<Session>;
  grant(userId: number, ...roles: Role[]): Promise<void>;
}

/** What a person gets while Telegram cannot be asked. */
const WITHOUT_TELEGRAM: Sharing = {
  prepare: async () => ({ message: null, picture: null, text: "A race", link: "https://t.me/test_bot?startapp" }),
};

export interface TestApiOptions {
  config?: Partial<ApiConfig>;
  /** Share the database (and secrets key) of another one: a second process. */
  beside?: TestApi;
  views?: (boards: MemoryBoards) => Views;
  boards?: MemoryBoards;
  /** What prepares messages to pass on; tests/bot/sharing.test.ts has the bot's own. */
  sharing?: Sharing;
  /** Boards that follow the ledger and names that are remembered, instead of ones set by hand. */
  realBoards?: boolean;
}

export async function startTestApi(options: TestApiOptions = {}): Promise<TestApi> {
  const database = options.beside?.database ?? (await createTestDatabase());
  const folder = await mkdtemp(join(tmpdir(), "goatedvips-miniapp-"));
  const clock = options.beside?.clock ?? new TestClock();
  const log: LogLine[] = [];
  const context: CoreContext = {
    db: drizzleOn(database.pool),
    pool: database.pool,
    clock,
    log: recordingLog(log),
    secretsKey: options.beside?.context.secretsKey ?? randomBytes(32),
    timeZone: "UTC",
  };
  const boards = options.boards ?? new MemoryBoards();
  const stop = new AbortController();
  const real =
    options.realBoards === true ? await startLiveBoards(context, { definitionsEveryMs: 50 }, stop.signal) : undefined;
  const names = real && startNameBook(context, database.url);
  const views = options.views?.(boards) ?? createViews(context, real ?? boards, names);
  const api = await startApi(
    {
      context,
      views,
      boards: real ?? boards,
      sharing: options.sharing ?? WITHOUT_TELEGRAM,
      config: {
        host: "127.0.0.1",
        port: 0,
        publicUrl: "http://race.example",
        botToken: BOT_TOKEN,
        trustProxy: 0,
        miniAppDir: folder,
        botUsername: () => "test_bot",
        limits: GENEROUS,
        ...options.config,
      },
    },
    stop.signal,
  );
  const url = `http://127.0.0.1:${api.port}`;

  async function call<Body = Record<string, unknown>>(
    path: string,
    { method = "GET", token, body, headers = {} }: CallOptions = {},
  ): Promise<Answer<Body>> {
    const response = await fetch(path.startsWith("//") ? url + path.slice(1) : `${url}/api/v1${path}`, {
      method,
      headers: {
        ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
        ...(body === undefined ? {} : { "content-type": "application/json" }),
        ...headers,
      },
      ...(body === undefined ? {} : { body: typeof body === "string" ? body : JSON.stringify(body) }),
    });
    const text = await response.text();
    const isJson = text !== "" && response.headers.get("content-type")?.includes("json") === true;
    return { status: response.status, headers: response.headers, text, body: (isJson ? JSON.parse(text) : {}) as Body };
  }

  return {
    url,
    port: api.port,
    database,
    context,
    clock,
    boards,
    log,
    stats: () => api.stats(),
    call,
    async signIn(user, headers = {}) {
      const raw = signInitData({ user: JSON.stringify({ first_name: "Ann", ...user }) }, clock.now());
      const answer = await call<Session>("/auth/telegram", {
        method: "POST",
        headers: { ...headers, authorization: `tma ${raw}` },
      });
      if (answer.status !== 200) throw new Error(`sign-in answered ${answer.status}: ${answer.text}`);
      return answer.body;
    },
    async grant(userId, ...roles) {
      await database.pool.query(
        `insert into telegram_users (id, first_name) values ($1, 'Ann') on conflict do nothing`,
        [userId],
      );
      await database.pool.query("delete from user_roles where user_id = $1", [userId]);
      for (const role of roles)
        await database.pool.query("insert into user_roles (user_id, role) values ($1, $2)", [userId, role]);
    },
    async [Symbol.asyncDispose]() {
      stop.abort();
      await api[Symbol.asyncDispose]();
      await names?.[Symbol.asyncDispose]();
      await real?.[Symbol.asyncDispose]();
      await rm(folder, { recursive: true, force: true });
      if (options.beside === undefined) await database[Symbol.asyncDispose]();
    },
  };
}

let launches = 0;

/** Launch data as Telegram signs it; each call is another launch. */
export function signInitData(fields: Record<string, string>, at: Date, token = BOT_TOKEN): string {
  const all: Record<string, string> = {
    auth_date: String(Math.floor(at.getTime() / 1000)),
    query_id: `launch${++launches}`,
    signature: "AAAA",
    ...fields,
  };
  const text = Object.keys(all)
    .sort()
    .map((key) => `${key}=${all[key]}`)
    .join("\n");
  const secret = createHmac("sha256", "WebAppData").update(token).digest();
  return new URLSearchParams({ ...all, hash: createHmac("sha256", secret).update(text).digest("hex") }).toString();
}

export function problemOf(answer: Answer<unknown>): Problem {
  return answer.body as Problem;
}
