import { join } from "node:path";
import { createReadiness, databaseChecks, type Readiness, type ReadinessCheck } from "./api/health/readiness.js";
import { startApi } from "./api/start.js";
import { createSharing } from "./bot/sharing/sharing.js";
import { startBot } from "./bot/start.js";
import { resolveSecretsKey, type Config } from "./config.js";
import { readCommunityName } from "./core/access/operator-settings.js";
import { startLiveBoards } from "./core/boards/start-live-boards.js";
import { systemClock } from "./core/clock.js";
import type { CoreContext } from "./core/context.js";
import type { Log } from "./core/log.js";
import { grantOwners } from "./core/people/grant-owners.js";
import { startNameBook } from "./core/players/name-book.js";
import { createViews } from "./core/views/create-views.js";
import { connect, drizzleOn } from "./db/connect.js";
import { startEmbeddedPostgres } from "./db/embedded/start.js";
import { migrate } from "./db/migrate.js";
import { pause } from "./core/time/pause.js";
import { projectRoot } from "./project-root.js";
import { processChecks } from "./readiness-checks.js";
import type { WatchedParts } from "./metrics.js";
import { startMetrics } from "./start-metrics.js";
import { startDemo } from "./start-demo.js";
import { startSandbox, type RunningSandbox } from "./start-sandbox.js";
import { startReceiver } from "./webhooks/start.js";
import { startWorker } from "./worker/start.js";

const READY_LIMIT_MS = 60_000;
/** How long a balancer may go on sending people here after `/readyz` has turned to 503. */
const BALANCER_MS = 3_000;
const LOOK_AGAIN_MS = 50;
const SANDBOX_EXCHANGES = { points: 600, seconds: 60 };

/**
 * Starts the parts that the configuration names, in the order in which they need each other. Disposing stops them in
 * the opposite order, so that nothing loses what it stands on; what was started is stopped when a later part fails.
 * @param draining turns `/readyz` to 503 and nothing else: everything works on until it is disposed
 * @param tell a line for the person at the terminal
 */
export async function startProduct(
  config: Config,
  log: Log,
  draining: AbortSignal,
  tell: (line: string) => void,
): Promise<AsyncDisposable> {
  const running = new RunningParts();
  const stop = new AbortController();
  // Whoever gives up while it is still starting does not wait for parts that nobody has seen.
  const giveUp = (): void => stop.abort();
  draining.addEventListener("abort", giveUp);
  try {
    draining.throwIfAborted();
    await startParts(config, log, { draining, stopping: stop.signal }, tell, running);
    draining.removeEventListener("abort", giveUp);
  } catch (error) {
    stop.abort();
    await running[Symbol.asyncDispose]();
    if (draining.aborted) return new RunningParts();
    throw error;
  }
  return {
    async [Symbol.asyncDispose]() {
      // With nobody in front there is nobody to wait for, and whoever pressed Ctrl-C is waiting.
      if (config.trustProxy > 0 && !stop.signal.aborted) await pause(BALANCER_MS, stop.signal);
      stop.abort();
      await running[Symbol.asyncDispose]();
    },
  };
}

interface Signals {
  /** Readiness ends. */
  draining: AbortSignal;
  /** Loops end: they start nothing new. */
  stopping: AbortSignal;
}

/** Parts in the order of their start; Node 20 has no AsyncDisposableStack. */
class RunningParts implements AsyncDisposable {
  readonly #parts: AsyncDisposable[] = [];

  use<Part extends AsyncDisposable>(part: Part): Part {
    this.#parts.push(part);
    return part;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    for (const part of this.#parts.splice(0).toReversed()) await part[Symbol.asyncDispose]();
  }
}

async function startParts(
  config: Config,
  log: Log,
  signals: Signals,
  tell: (line: string) => void,
  running: RunningParts,
): Promise<void> {
  const { draining, stopping: signal } = signals;
  const databaseUrl = config.databaseUrl ?? (await startDatabase(config, log, signal, running));
  await migrate(databaseUrl);
  const context = openContext(config, databaseUrl, log, running);
  await grantOwners(context, config.ownerTelegramIds);
  const parts: WatchedParts = { pools: new Map([["main", context.pool]]) };
  const checks = processChecks(config, context, parts);
  let isStarted = false;
  const start: ReadinessCheck = {
    name: "start",
    problem: () => Promise.resolve(isStarted ? null : "not every part has started"),
  };
  const readiness = createReadiness([start, ...databaseChecks(context), ...checks], () => draining.aborted);
  running.use(await startMetrics({ context, parts, readiness }, config, signal));
  const sandbox = config.sandbox ? running.use(await startSandbox(config)) : undefined;
  if (config.parts.has("worker")) {
    running.use(startWorker(context, { allowsLocalSources: !config.isProduction }, signal));
  }
  if (config.parts.has("api") || config.parts.has("bot"))
    await startReaders({ config, context, databaseUrl, sandbox, checks, parts }, signals, running);
  // After those who show what it records: they end last, so that everybody sees the last post that was taken.
  if (config.parts.has("webhooks")) {
    const { host, webhookPort: port, trustProxy, bot } = config;
    const telegramBotId = bot.mode === "webhook" ? bot.id : undefined;
    parts.receiver = running.use(
      await startReceiver({ context, databaseUrl, config: { host, port, trustProxy }, telegramBotId }, signal),
    );
  }
  if (config.demo) running.use(await startDemo(config, context, sandbox ?? { people: [], groups: [] }, signal));
  isStarted = true;
  await untilReady(readiness, draining);
  if (config.parts.has("api")) await untilAnswered(config, draining);
  announce(config, sandbox, tell);
}

async function startDatabase(config: Config, log: Log, signal: AbortSignal, running: RunningParts): Promise<string> {
  const dataDir = join(config.dataDir, "postgres");
  const embedded = running.use(await startEmbeddedPostgres({ dataDir, log: log.child({ part: "database" }), signal }));
  return embedded.url;
}

function openContext(config: Config, databaseUrl: string, log: Log, running: RunningParts): CoreContext {
  const pool = connect(databaseUrl, {
    applicationName: "goatedvips",
    onIdleError: (error) => log.warn({ err: error }, "an idle database connection was lost"),
  });
  running.use({ [Symbol.asyncDispose]: () => pool.end() });
  const secretsKey = resolveSecretsKey(config);
  return { db: drizzleOn(pool), pool, clock: systemClock, log, secretsKey, timeZone: config.timeZone };
}

/** API and bot read the same boards; each process keeps one set of them. */
async function startReaders(
  {
    config,
    context,
    databaseUrl,
    sandbox,
    checks,
    parts,
  }: {
    config: Config;
    context: CoreContext;
    databaseUrl: string;
    sandbox: RunningSandbox | undefined;
    checks: readonly ReadinessCheck[];
    parts: WatchedParts;
  },
  { draining, stopping: signal }: Signals,
  running: RunningParts,
): Promise<void> {
  const boards = running.use(await startLiveBoards(context, { listenUrl: databaseUrl }, signal));
  parts.boards = boards;
  const names = running.use(startNameBook(context, databaseUrl));
  const views = createViews(context, boards, names);
  const telegram = {
    context,
    views,
    token: sandbox?.token ?? config.bot.token,
    apiRoot: sandbox?.apiRoot ?? config.bot.apiRoot,
    publicUrl: sandbox?.miniAppUrl ?? config.publicUrl,
    miniAppName: config.miniAppName,
  };
  const bot = config.parts.has("bot")
    ? running.use(
        await startBot(
          {
            ...telegram,
            mode: config.bot.mode,
            webhookPublicUrl: sandbox?.webhookUrl ?? config.webhookPublicUrl,
            communityName: await readCommunityName(context),
          },
          signal,
        ),
      )
    : undefined;
  if (bot !== undefined) parts.bot = bot;
  if (!config.parts.has("api")) return;
  const { host, port, publicUrl, trustProxy } = config;
  parts.api = running.use(
    await startApi(
      {
        context,
        views,
        boards,
        readinessChecks: checks,
        sharing: createSharing(telegram),
        config: {
          host,
          port,
          publicUrl,
          trustProxy,
          botToken: telegram.token,
          sandboxOrigin: sandbox?.origin,
          // In the sandbox everybody sits behind one address and opens the Mini App as often as he likes.
          limits:
            sandbox === undefined
              ? undefined
              : { exchangeByAddress: SANDBOX_EXCHANGES, exchangeByUser: SANDBOX_EXCHANGES },
          miniAppName: config.miniAppName ?? undefined,
          miniAppDir: join(projectRoot, "dist", "miniapp"),
          botUsername: () => bot?.username ?? sandbox?.botUsername ?? null,
        },
      },
      draining,
    ),
  );
}

/** Waits until every check is content. @throws Error with what is wrong when that takes too long */
async function untilReady(readiness: Readiness, signal: AbortSignal): Promise<void> {
  const limit = AbortSignal.any([signal, AbortSignal.timeout(READY_LIMIT_MS)]);
  for (;;) {
    const { isReady, reasons } = await readiness.report();
    if (isReady || signal.aborted) return;
    if (limit.aborted) throw new Error(`not ready within ${READY_LIMIT_MS / 1000} s: ${reasons.join("; ")}`);
    await pause(LOOK_AGAIN_MS, limit);
  }
}

/** Waits for `/readyz`: what a balancer would see, not what we believe. @throws Error when it does not come */
async function untilAnswered(config: Config, signal: AbortSignal): Promise<void> {
  const host = config.host === "0.0.0.0" || config.host === "::" ? "127.0.0.1" : config.host;
  const limit = AbortSignal.any([signal, AbortSignal.timeout(READY_LIMIT_MS)]);
  let last = "no answer";
  while (!limit.aborted) {
    const response = await fetch(`http://${host}:${config.port}/readyz`, { signal: limit }).catch(() => undefined);
    if (response?.ok === true) return;
    last = response === undefined ? last : await response.text();
    await pause(LOOK_AGAIN_MS, limit);
  }
  if (!signal.aborted) throw new Error(`/readyz did not become 200 within ${READY_LIMIT_MS / 1000} s: ${last}`);
}

function announce(config: Config, sandbox: RunningSandbox | undefined, tell: (line: string) => void): void {
  if (sandbox !== undefined)
    tell(`Telegram sandbox   ${sandbox.origin}   <- open this: chat with the bot as one of five people`);
  if (config.parts.has("api")) {
    tell(`Mini App           ${config.publicUrl}`);
    tell(`API                ${config.publicUrl}/api/v1/docs`);
  }
  if (config.parts.has("webhooks")) tell(`Webhook receiver   ${config.webhookPublicUrl}/hooks/v1/<source>`);
  tell(`GoatedVIPs is ready (${[...config.parts].join(", ")}).`);
}
