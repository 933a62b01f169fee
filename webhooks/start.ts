import { once } from "node:events";
import type { Server } from "node:http";
import { setTimeout as delay } from "node:timers/promises";
import { promisify } from "node:util";
import type { Pool } from "pg";
import type { CoreContext } from "../core/context.js";
import { ConnectionLane } from "../core/ledger/connection-lane.js";
import { LedgerHint } from "../core/ledger/ledger-hint.js";
import { recordWhateverHappens } from "../core/ledger/ledger-writer.js";
import { recordTotalsDelivery } from "../core/ledger/record-totals-delivery.js";
import type { DeliveryOutcome } from "../core/ledger/delivery.js";
import { PlayerDirectory } from "../core/ledger/players.js";
import { openSecretBook } from "../core/sources/secret-book.js";
import type { DurationCounts } from "../core/health/durations.js";
import type { Log } from "../core/log.js";
import { SourceActivity } from "../core/sources/source-activity.js";
import { connect } from "../db/connect.js";
import { Admission } from "./admission.js";
import { ClosingSteps } from "./closing-steps.js";
import { Counters, type OutcomeCount } from "./counters.js";
import { createExpressApp } from "./express-app.js";
import {
  DEFAULT_QUEUE_LIMITS,
  FlushQueue,
  type QueueCounts,
  type QueuedPost,
  type QueueLimits,
  type WritePosts,
} from "./flush-queue.js";
import { HOOK_PREFIX } from "./hook-path.js";
import { createHookServer } from "./http-server.js";
import { HookReceiver } from "./receive-hook.js";
import type { ReceivedTotals } from "./received-post.js";
import { Refusals } from "./refusals.js";
import { createTelegramDoor } from "./telegram-door.js";
import { TokenBuckets, type Rate } from "./token-buckets.js";

export interface ReceiverConfig {
  readonly host: string;
  /** 0 takes a free one. */
  readonly port: number;
  /** Number of proxies in front. */
  readonly trustProxy: number;
  readonly queue?: Partial<QueueLimits>;
  /** What one source may post while others wait. */
  readonly sourceRate?: Rate;
  /** How many refused posts one address may send before it is refused without a look at the signature. */
  readonly addressRate?: Rate;
}

export interface ReceiverDeps {
  readonly context: CoreContext;
  /** The receiver writes through a small pool of its own, so that no other part can take its connections. */
  readonly databaseUrl: string;
  readonly config: ReceiverConfig;
  /** The bot whose updates Telegram posts here, in webhook mode. */
  readonly telegramBotId?: number | undefined;
  /** The control of the crash tests: answering before the COMMIT must lose wagers there. Never set by the product. */
  readonly acknowledge?: "before-commit";
}

export interface ReceiverStats {
  /** Posts by outcome and source since the start. */
  readonly outcomes: readonly OutcomeCount[];
  /** Of verified posts, from their place in the queue to their answer. */
  readonly seconds: DurationCounts;
  /** From the first wager of an accepted post to its arrival. */
  readonly lag: DurationCounts;
  readonly queue: QueueCounts;
}

export interface Receiver extends AsyncDisposable {
  readonly port: number;
  stats(): ReceiverStats;
}

/** Two: one commits while the other gathers. More would only split the batches. */
const LANES = 2;
/** Longer than the server's own 5 s for a statement, so that only a silent network runs into it. */
const SILENCE_MS = 6_000;
/**
 * All statements of one snapshot. A first one of 8 MiB takes longer than its sender waits: he gets 503, it is recorded all the
 * same, and what he sends again is a duplicate. Given up in the middle it would never be recorded.
 */
const TOTALS_MS = 60_000;
/** Eight of 8 MiB may wait, one is written at a time. */
const TOTALS_LIMITS = { maxPosts: 8, flushEvents: 1 };
/** The lanes, one for totals, and a few for the small statements beside them. */
const MAX_CONNECTIONS = 6;
const SOURCE_RATE: Rate = { perSecond: 2_000, burst: 5_000 };
const ADDRESS_RATE: Rate = { perSecond: 200, burst: 1_000 };
const CLOSE_IDLE_EVERY_MS = 50;
/**
 * So long a draining receiver goes on answering 503 with `connection: close`. Shutting at once would reset connections on
 * which the next post is already on its way (seen in 3 of 3 stops under load).
 */
const FAREWELL_MS = 500;
/** A post is answered within its deadline of 5 s; who is still connected then sends nothing that counts. */
const CLOSE_ALL_AFTER_MS = 7_000;

/**
 * Starts the webhook receiver. Disposing drains it: posts that were taken are committed and answered, new ones get 503.
 * @throws when the port is taken or the database cannot be reached
 */
export async function startReceiver(deps: ReceiverDeps, signal: AbortSignal): Promise<Receiver> {
  signal.throwIfAborted();
  const { context, config } = deps;
  const log = context.log.child({ part: "webhooks" });
  const closing = new ClosingSteps();
  try {
    const pool = connect(deps.databaseUrl, {
      applicationName: "goatedvips-webhooks",
      maxConnections: MAX_CONNECTIONS,
      silenceMs: SILENCE_MS,
      onIdleError: (error) => log.warn({ err: error }, "an idle connection was lost"),
    });
    closing.add(() => pool.end());
    const writing = openWriting(pool, log, deps, closing);
    const book = closing.use(await openSecretBook({ pool, log, secretsKey: context.secretsKey }));
    const counters = new Counters();
    let isDraining = false;
    const addressBuckets = new TokenBuckets(config.addressRate ?? ADDRESS_RATE);
    const refusals = new Refusals(counters, addressBuckets, config.trustProxy);
    const sourceBuckets = new TokenBuckets(config.sourceRate ?? SOURCE_RATE);
    const admission = new Admission({ ...writing, counters, log, sourceBuckets, refusals });
    const isDrainingNow = (): boolean => isDraining;
    const hooks = new HookReceiver({ book, admission, refusals, clock: context.clock, log, isDraining: isDrainingNow });
    const { telegramBotId } = deps;
    const telegram = telegramBotId === undefined ? undefined : createTelegramDoor({ ...context, log }, telegramBotId);
    const app = createExpressApp(log, telegram);
    const server = createHookServer(
      (req, res) => (req.url?.startsWith(HOOK_PREFIX) === true ? hooks.handle(req, res) : void app(req, res)),
      (status) => counters.add(status === 408 ? "too_slow" : "bad_headers"),
    );
    const port = await listen(server, config.host, config.port);
    closing.add(async () => {
      isDraining = true;
      await sayFarewell(server);
      await closeGently(server);
    });
    log.info({ port }, "the webhook receiver is listening");
    return {
      port,
      stats: () => ({
        outcomes: counters.read(),
        seconds: counters.seconds(),
        lag: counters.lag(),
        queue: writing.queue.counts(),
      }),
      [Symbol.asyncDispose]: () => closing[Symbol.asyncDispose](),
    };
  } catch (error) {
    await closing[Symbol.asyncDispose]();
    throw error;
  }
}

interface Writing {
  readonly queue: FlushQueue;
  readonly totalsQueue: FlushQueue<ReceivedTotals>;
  readonly activity: SourceActivity;
}

/** Everything between a verified post and its commit. */
function openWriting(pool: Pool, log: Log, deps: ReceiverDeps, closing: ClosingSteps): Writing {
  const activity = closing.use(new SourceActivity({ pool, log }));
  const hint = new LedgerHint(pool);
  closing.add(async () => hint.stop());
  const directory = new PlayerDirectory();
  const lanes = Array.from({ length: LANES }, () => closing.use(new ConnectionLane(pool, SILENCE_MS)));
  const writers = lanes.map((lane): WritePosts => async (posts, giveUpAt) => {
    const outcomes = await recordWhateverHappens(lane, posts, { directory, giveUpAt });
    hint.give();
    return outcomes;
  });
  const onError = (error: unknown, posts: number): void =>
    log.error({ err: error, posts }, "posts could not be recorded");
  const limits = { ...DEFAULT_QUEUE_LIMITS, ...deps.config.queue };
  const totalsQueue = closing.use(
    new FlushQueue<ReceivedTotals>(
      [openTotalsWriter(pool, log, directory, hint, closing)],
      { ...limits, ...TOTALS_LIMITS },
      onError,
    ),
  );
  const Queue = deps.acknowledge === "before-commit" ? QueueThatAnswersTooEarly : FlushQueue;
  return { queue: closing.use(new Queue(writers, limits, onError)), totalsQueue, activity };
}

function openTotalsWriter(
  pool: Pool,
  log: Log,
  directory: PlayerDirectory,
  hint: LedgerHint,
  closing: ClosingSteps,
): WritePosts<ReceivedTotals> {
  const lane = closing.use(new ConnectionLane(pool, TOTALS_MS));
  return async (posts, giveUpAt) => {
    const outcomes: DeliveryOutcome[] = [];
    for (const post of posts) {
      const outcome = await recordTotalsDelivery(lane, post, { directory, giveUpAt });
      outcomes.push(outcome);
      const fallen = outcome.kind === "recorded" ? (outcome.fallen ?? 0) : 0;
      const fields = { sourceId: post.sourceId, deliveryId: post.deliveryId, players: fallen };
      if (fallen > 0) log.warn(fields, "totals of players fell by more than a hundredth");
    }
    hint.give();
    return outcomes;
  };
}

/** See {@link ReceiverDeps.acknowledge}. */
class QueueThatAnswersTooEarly extends FlushQueue {
  override push(post: QueuedPost): void {
    post.settle({ kind: "recorded", accepted: post.wagers.length, duplicates: 0, refused: post.refused });
    super.push(post);
  }
}

async function listen(server: Server, host: string, port: number): Promise<number> {
  server.listen(port, host);
  await once(server, "listening");
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("the server has no port");
  return address.port;
}

/** Waits until every sender has had an answer that ends his connection, or has sent nothing for a while. */
async function sayFarewell(server: Server): Promise<void> {
  const countConnections = promisify(server.getConnections.bind(server));
  const ends = performance.now() + FAREWELL_MS;
  while (performance.now() < ends && (await countConnections()) > 0) await delay(CLOSE_IDLE_EVERY_MS);
}

/** Lets requests under way end; connections that only wait for a next one are closed. */
async function closeGently(server: Server): Promise<void> {
  const closed = once(server, "close");
  server.close();
  const idle = setInterval(() => server.closeIdleConnections(), CLOSE_IDLE_EVERY_MS);
  const force = setTimeout(() => server.closeAllConnections(), CLOSE_ALL_AFTER_MS);
  await closed;
  clearInterval(idle);
  clearTimeout(force);
}
