import { startBot, type RunningBot } from "../../bot/start.js";
import { startLiveBoards } from "../../core/boards/start-live-boards.js";
import type { CoreContext } from "../../core/context.js";
import { createRace } from "../../core/races/create-race.js";
import { createViews, type RefreshableBoards } from "../../core/views/create-views.js";
import type { Person } from "../../sandbox/telegram/actors/person.js";
import { Stage } from "../../sandbox/telegram/actors/stage.js";
import type { Seen } from "../../sandbox/telegram/actors/turn.js";
import { type SandboxOptions, type SandboxTelegram, startSandboxTelegram } from "../../sandbox/telegram/sandbox.js";
import type { CallEntry } from "../../sandbox/telegram/state/journal.js";
import type { PlayerId, RaceId, SourceId } from "../../wire/ids.js";
import { addEntries, addPlayers, addSource, testContext } from "../core/_world.js";
import { createTestDatabase, type TestDatabase } from "../_database.js";
import { fencePasses } from "../_fence.js";
import { until } from "../_until.js";

export const PUBLIC_URL = "https://goat.test";
const WEBHOOK_URL = "https://hooks.goat.test";
const HOUR_MS = 3_600_000;
/** First key of the advisory locks on lanes (core/telegram/inbox.ts). */
const LANE_LOCKS = 7_211_010;

export interface StoryOptions {
  /** Players of the casino, 12 by default; player n of N has wagered (N - n + 1) × 100.25 USD. */
  players?: number;
  miniAppName?: string;
  /** Telegram posts its updates to a receiver on this port, instead of being polled. */
  webhookPort?: number;
  sandbox?: SandboxOptions;
  context?: Partial<CoreContext>;
}

type RaceInput = Parameters<typeof createRace>[1];

/** The real bot on a real database, talking to the stand-in for Telegram: people act, and the test reads the chats. */
export class Story implements AsyncDisposable {
  readonly database: TestDatabase;
  readonly context: CoreContext;
  readonly sandbox: SandboxTelegram;
  readonly stage: Stage;
  readonly alice: Person;
  readonly bruno: Person;
  readonly chidi: Person;
  readonly source: SourceId;
  /** Best first. */
  readonly players: PlayerId[];
  /** Updates that may end as "dead"; none by default. */
  deadUpdates = 0;
  readonly #boards: RefreshableBoards;
  readonly #options: StoryOptions;
  readonly #stop = new AbortController();
  readonly #bots: RunningBot[] = [];

  constructor(parts: {
    options: StoryOptions;
    database: TestDatabase;
    context: CoreContext;
    sandbox: SandboxTelegram;
    boards: RefreshableBoards;
    source: SourceId;
    players: PlayerId[];
  }) {
    this.#options = parts.options;
    this.database = parts.database;
    this.context = parts.context;
    this.sandbox = parts.sandbox;
    this.#boards = parts.boards;
    this.source = parts.source;
    this.players = parts.players;
    this.stage = new Stage(parts.sandbox, { untilBotIdle: () => this.#untilIdle() });
    this.alice = this.stage.known("Alice");
    this.bruno = this.stage.known("Bruno");
    this.chidi = this.stage.known("Chidi");
  }

  /** Starts one more bot process on the same database. */
  async startBot(): Promise<RunningBot> {
    const { context, sandbox } = this;
    const bot = await startBot(
      {
        context,
        views: createViews(context, this.#boards),
        token: sandbox.token,
        apiRoot: sandbox.apiRoot,
        mode: this.#options.webhookPort === undefined ? "polling" : "webhook",
        publicUrl: PUBLIC_URL,
        webhookPublicUrl: WEBHOOK_URL,
        miniAppName: this.#options.miniAppName ?? null,
        communityName: "Goat Lounge",
      },
      this.#stop.signal,
    );
    this.#bots.push(bot);
    // Updates that come before the first poll would be judged by Telegram's default list of kinds.
    await until("updates come", () => sandbox.core.polling.isPolled || sandbox.core.webhook.settings !== undefined);
    return bot;
  }

  async stopBots(): Promise<void> {
    await Promise.all(this.#bots.splice(0).map((bot) => bot[Symbol.asyncDispose]()));
  }

  /** A race over the last and the next hour, unless told otherwise. */
  async race(changes: Partial<RaceInput> = {}): Promise<RaceId> {
    const now = this.context.clock.now().getTime();
    const window = {
      startsAt: new Date(now - HOUR_MS).toISOString(),
      endsAt: new Date(now + HOUR_MS).toISOString(),
    };
    const input = { title: "November Race", prizes: ["100.00", "50.00", "25.00"], ...window, ...changes };
    const id = await createRace(this.context, input, "test");
    await fencePasses(this.database.pool);
    await this.#boards.refresh();
    await this.#boards.caughtUp();
    return id;
  }

  /** Links a person to the n-th player, 1 being the best. */
  async link(person: Person, player: number): Promise<void> {
    const { pool } = this.database;
    const { firstName } = person.user;
    await pool.query("insert into telegram_users (id, first_name) values ($1, $2) on conflict do nothing", [
      person.id,
      firstName,
    ]);
    await pool.query(
      `insert into links (user_id, source_id, player_id, state, proof, decided_at)
       values ($1, $2, $3, 'approved', 'evidence', now())`,
      [person.id, this.source, this.players[player - 1]],
    );
  }

  async wager(player: number, usd: number): Promise<void> {
    const delta = BigInt(usd) * 1_000_000n;
    const entry = { source: this.source, player: this.players[player - 1]!, delta, at: this.context.clock.now() };
    await addEntries(this.database.pool, [entry]);
    await fencePasses(this.database.pool);
    await this.#boards.caughtUp();
  }

  async #untilIdle(): Promise<void> {
    const { pool } = this.database;
    await until("every stored update is handled", async () => {
      // An update can be marked done before its answer is out; its lane stays locked until the handler has ended.
      const { rows } = await pool.query(
        `select 1 from telegram_updates where state = 'ready'
         union all select 1 from pg_locks where locktype = 'advisory' and classid = $1
           and database = (select oid from pg_database where datname = current_database()) limit 1`,
        [LANE_LOCKS],
      );
      return rows.length === 0;
    });
  }

  /** The bot's calls, without polling. */
  calls(method: string): CallEntry[] {
    return this.sandbox.core.journal
      .since()
      .filter((entry): entry is CallEntry => entry.kind === "call" && entry.method === method);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    try {
      await this.stage.settle();
      this.sandbox.assertClean();
      const { rows } = await this.database.pool.query(
        "select kind, last_error from telegram_updates where state = 'dead'",
      );
      if (rows.length !== this.deadUpdates) throw new Error(`updates were given up: ${JSON.stringify(rows)}`);
    } finally {
      this.#stop.abort();
      await this.stopBots();
      await this.#boards[Symbol.asyncDispose]();
      await this.sandbox[Symbol.asyncDispose]();
      await this.database[Symbol.asyncDispose]();
    }
  }
}

export async function startStory(options: StoryOptions = {}): Promise<Story> {
  const database = await createTestDatabase();
  const { pool } = database;
  const context = testContext(pool, options.context);
  const source = await addSource(pool, "casino");
  const players = await addPlayers(pool, source, options.players ?? 12);
  const count = BigInt(players.length);
  const at = new Date(context.clock.now().getTime() - 60_000);
  const deltaOf = (index: number): bigint => (count - BigInt(index)) * 100_250_000n;
  await addEntries(
    pool,
    players.map((player, index) => ({ source, player, delta: deltaOf(index), at })),
  );
  const boards = await startLiveBoards(context, { idlePauseMs: 10 }, new AbortController().signal);
  const sandbox = await startSandboxTelegram({
    seedDemo: true,
    mainAppUrl: PUBLIC_URL,
    ...(options.miniAppName === undefined ? {} : { apps: { [options.miniAppName]: PUBLIC_URL } }),
    urlMap: [{ publicPrefix: WEBHOOK_URL, localPrefix: `http://127.0.0.1:${options.webhookPort}` }],
    ...options.sandbox,
  });
  const story = new Story({ options, database, context, sandbox, boards, source, players });
  await story.startBot();
  await story.stage.settle();
  return story;
}

/** A text as people read it: without the marks that isolate names. */
export function plain(text: string): string {
  return text.replaceAll(/[\u200e\u2068\u2069]/g, "").replaceAll("\u00a0", " ");
}

/** The text without what differs from run to run: clock times, versions, masks. */
export function normal(text: string): string {
  return plain(text)
    .replaceAll(/\b[A-Z][a-z]{2} \d{1,2}, \d{4}, \d\d:\d\d UTC/g, "<date>")
    .replaceAll(/\b\d\d:\d\d:\d\d UTC/g, "<time>")
    .replaceAll(/ v\d+/g, " v<n>")
    .replaceAll(/in \d+ (hours?|minutes?|seconds?)|\d+ (hours?|minutes?|seconds?) ago/g, "<distance>")
    .replaceAll(/(by the end: )\$[\d,]+\.\d\d/g, "$1<projection>")
    .replaceAll(/pl\*\*\*[0-9A-Z]{3}/g, "pl***");
}

/** Where the buttons of a message lead, by label. */
export function targets(seen: Seen | undefined): Record<string, string> {
  const buttons = seen?.message.keyboard?.flat() ?? [];
  return Object.fromEntries(
    buttons.map((button) => {
      if ("web_app" in button) return [button.text, `app ${button.web_app.url}`];
      if ("url" in button) return [button.text, button.url];
      return [button.text, "callback"];
    }),
  );
}
