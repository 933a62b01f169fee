import type { AddressInfo } from "node:net";
import { createAccessTokens } from "../core/access/access-tokens.js";
import { countApiProcesses, watchRevocations } from "../core/access/revocations.js";
import { openSigningKeys } from "../core/access/signing-keys.js";
import type { LiveBoards } from "../core/boards/live-boards.js";
import type { CoreContext } from "../core/context.js";
import { transactionAge } from "../core/ledger/transaction-age.js";
import { playersLinkedTo } from "../core/links/players-linked-to.js";
import type { Log } from "../core/log.js";
import type { Views } from "../core/views/views.js";
import { createApp } from "./app.js";
import type { ApiConfig } from "./config.js";
import { createReadiness, databaseChecks, type ReadinessCheck } from "./health/readiness.js";
import { hotPages } from "./hot-pages.js";
import { createHttpServer } from "./http-server.js";
import { ownOrigins } from "./http/origins.js";
import { createRateLimits } from "./http/rate-limits.js";
import { startLiveFeed, type FeedCounts, type LiveFeed } from "./live/live-feed.js";
import { docsPage } from "./openapi/docs-page.js";
import { openApiDocument } from "./openapi/document.js";
import { ROUTES } from "./routes/table.js";
import type { ApiServices, Sharing } from "./services.js";
import { Traffic, type TrafficCounts } from "./traffic.js";

export interface ApiDeps {
  context: CoreContext;
  views: Views;
  boards: LiveBoards;
  config: ApiConfig;
  /** Without it `POST /me/shares` answers 503. */
  sharing?: Sharing | undefined;
  /** Conditions of other parts, e.g. the tail of the ledger, that `/readyz` shall know. */
  readinessChecks?: readonly ReadinessCheck[];
}

/** The running API: HTTP, Mini App and live feed on one port. */
export interface Api extends AsyncDisposable {
  /** Port it listens on; of interest when 0 was asked for. */
  readonly port: number;
  stats(): { traffic: TrafficCounts; feed: FeedCounts };
}

const KEYS_REFRESH_MS = 60_000;
/** How soon a process knows that there are more or fewer of its kind. */
const PROCESSES_REFRESH_MS = 5_000;
/** Longest that a request may hold up the end. */
const REQUEST_LIMIT_MS = 10_000;

/**
 * Starts the API. Aborting the signal makes `/readyz` answer 503, so that balancers turn away; disposing then ends the
 * feed in slices, lets running requests finish and closes the port.
 */
export async function startApi(deps: ApiDeps, signal: AbortSignal): Promise<Api> {
  const { config } = deps;
  const context = { ...deps.context, log: deps.context.log.child({ part: "api" }) };
  const keys = await openSigningKeys(context);
  const tokens = createAccessTokens({ keys, clock: context.clock, issuer: new URL(config.publicUrl).origin });
  const revocations = await watchRevocations(context);
  const origins = ownOrigins(config.publicUrl, config.sandboxOrigin);
  const { trustProxy, feed: settings } = config;
  const limits = createRateLimits(context.pool, config.limits);
  const feed = startLiveFeed({
    ...deps,
    context,
    tokens,
    revocations,
    linkedTo: (people) => playersLinkedTo(context, people),
    limits,
    transactionAge: (version) => transactionAge(context, version),
    origins,
    trustProxy,
    settings,
  });
  const openApi = openApiDocument(ROUTES, config.publicUrl);
  const documents = { openApi, html: docsPage(ROUTES, openApi) };
  const services: ApiServices = {
    ...deps,
    context,
    keys,
    tokens,
    revocations,
    limits,
    feed,
    traffic: new Traffic(),
    documents,
  };
  const checks = [...databaseChecks(context), ...(deps.readinessChecks ?? [])];
  const readiness = createReadiness(checks, () => signal.aborted || feed.isDraining);
  const app = createApp(services, ROUTES, readiness, origins);
  const server = createHttpServer(
    app,
    undefined,
    hotPages(services, { publicUrl: config.publicUrl, sandboxOrigin: config.sandboxOrigin }, app),
  );
  server.on("upgrade", (request, socket, head) => feed.upgrade(request, socket, head));
  const timers = [
    every(KEYS_REFRESH_MS, context.log, "signing keys could not be read", () => keys.refresh()),
    every(PROCESSES_REFRESH_MS, context.log, "processes of the API could not be counted", async () =>
      limits.shareAmong(await countApiProcesses(context)),
    ),
  ];

  async function stop(): Promise<void> {
    for (const timer of timers) clearInterval(timer);
    await closeGently(server, feed);
    await revocations[Symbol.asyncDispose]();
  }
  try {
    limits.shareAmong(await countApiProcesses(context));
    const port = await listen(server, config);
    context.log.info({ port }, "API listens");
    const stats = () => ({ traffic: services.traffic.read(), feed: feed.stats() });
    return { port, stats, [Symbol.asyncDispose]: stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** Does something again and again; what fails is tried again next time. */
function every(ms: number, log: Log, failure: string, work: () => Promise<void>): NodeJS.Timeout {
  return setInterval(() => {
    work().catch((error: unknown) => log.warn({ err: error }, failure));
  }, ms).unref();
}

type Server = ReturnType<typeof createHttpServer>;

async function listen(server: Server, { host, port }: ApiConfig): Promise<number> {
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen({ host, port }, resolve);
  });
  const address: AddressInfo | string | null = server.address();
  if (address === null || typeof address === "string") throw new TypeError("the API listens on no port");
  return address.port;
}

/** Requests under way get to finish, since each is bounded by the database's own limits; then idle connections go. */
async function closeGently(server: Server, feed: LiveFeed): Promise<void> {
  const closed = new Promise<void>((resolve) => server.close(() => resolve()));
  // A connection that was busy when `close` was called stays open for keep-alive once it is done.
  const sweep = setInterval(() => server.closeIdleConnections(), 50);
  const limit = setTimeout(() => server.closeAllConnections(), REQUEST_LIMIT_MS);
  await feed[Symbol.asyncDispose]();
  await closed;
  clearInterval(sweep);
  clearTimeout(limit);
}
