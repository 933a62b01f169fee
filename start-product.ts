import { join } from "node:path";
import { startApi } from "./api/start.js";
import { startBot } from "./bot/start.js";
import { resolveSecretsKey, type Config } from "./config.js";
import { readCommunityName } from "./core/access/operator-settings.js";
import type { LiveBoards } from "./core/boards/live-boards.js";
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
import { projectRoot } from "./project-root.js";
import { startMetrics } from "./start-metrics.js";
import { startDemo } from "./start-demo.js";
import { startSandbox, type RunningSandbox } from "./start-sandbox.js";
import { startReceiver } from "./webhooks/start.js";
import { startWorker } from "./worker/start.js";

const READY_LIMIT_MS = 60_000;
const SANDBOX_EXCHANGES = { points: 600, seconds: 60 };

/**
 * Starts the parts that the configuration names, in the order in which they need each other. Disposing stops them in
 * the opposite order, so that nothing loses what it stands on; what was started is stopped when a later part fails.
 * @param tell a line for the person at the terminal
 */
export async function startProduct(
  config: Config,
  log: Log,
  signal: AbortSignal,
  tell: (line: string) => void,
): Promise<AsyncDisposable> {
  const running = new RunningParts();
  try {
    await startParts(config, log, signal, tell, running);
    return running;
  } catch (error) {
    await running[Symbol.asyncDispose]();
    throw error;
  }
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
  signal: AbortSignal,
  tell: (line: string) => void,
  running: RunningParts,
): Promise<void> {
  const databaseUrl = config.databaseUrl ?? (await startDatabase(config, log, signal, running));
  await migrate(databaseUrl);
  const context = openContext(config, databaseUrl, log, running);
  await grantOwners(context, config.ownerTelegramIds);
  const metrics = running.use(await startMetrics(context, config, signal));
  const sandbox = config.sandbox ? running.use(await startSandbox(config)) : undefined;
  if (config.parts.has("webhooks")) {
    const { host, webhookPort: port, trustProxy } = config;
    metrics.parts.receiver = running.use(
      await startReceiver({ context, databaseUrl, config: { host, port, trustProxy } }, signal),
    );
  }
  if (config.parts.has("worker")) running.use(startWorker(context, signal));
  if (config.parts.has("api") || config.parts.has("bot"))
    metrics.parts.boards = await startReaders(config, context, databaseUrl, sandbox, signal, running);
  if (config.demo) running.use(await startDemo(config, context, sandbox?.people ?? [], signal));
  if (config.parts.has("api")) await untilReady(config, signal);
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
  config: Config,
  context: CoreContext,
  databaseUrl: string,
  sandbox: RunningSandbox | undefined,
  signal: AbortSignal,
  running: RunningParts,
): Promise<LiveBoards> {
  const boards = running.use(await startLiveBoards(context, { listenUrl: databaseUrl }, signal));
  const names = running.use(startNameBook(context, databaseUrl));
  const views = createViews(context, boards, names);
  const bot = config.parts.has("bot")
    ? running.use(
        await startBot(
          {
            context,
            views,
            token: sandbox?.token ?? config.bot.token,
            apiRoot: sandbox?.apiRoot ?? config.bot.apiRoot,
            mode: config.bot.mode,
            publicUrl: sandbox?.miniAppUrl ?? config.publicUrl,
            webhookPublicUrl: config.webhookPublicUrl,
            miniAppName: config.miniAppName,
            communityName: await readCommunityName(context),
          },
          signal,
        ),
      )
    : undefined;
  if (!config.parts.has("api")) return boards;
  const { host, port, publicUrl, trustProxy } = config;
  running.use(
    await startApi(
      {
        context,
        views,
        boards,
        config: {
          host,
          port,
          publicUrl,
          trustProxy,
          botToken: sandbox?.token ?? config.bot.token,
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
      signal,
    ),
  );
  return boards;
}

/** Waits for `/readyz`: what a balancer would see, not what we believe. @throws Error when it does not come */
async function untilReady(config: Config, signal: AbortSignal): Promise<void> {
  const host = config.host === "0.0.0.0" || config.host === "::" ? "127.0.0.1" : config.host;
  const limit = AbortSignal.any([signal, AbortSignal.timeout(READY_LIMIT_MS)]);
  let last = "no answer";
  while (!limit.aborted) {
    const response = await fetch(`http://${host}:${config.port}/readyz`, { signal: limit }).catch(() => undefined);
    if (response?.ok === true) return;
    last = response === undefined ? last : await response.text();
    await new Promise((resolve) => setTimeout(resolve, 50));
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
