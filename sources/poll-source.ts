import type { CoreContext } from "../core/context.js";
import { ADAPTERS } from "../core/sources/adapter-capabilities.js";
import { giveBack, type ClaimedSource } from "../core/sources/claim-poll.js";
import { finishApart, finishFailed } from "../core/sources/finish-poll.js";
import { planPoll, planRetry } from "../core/sources/plan-poll.js";
import { SourceError, type Reading } from "../core/sources/reading.js";
import type { PollRecorder, RecordedPoll } from "../core/sources/record-poll.js";
import type { Adapter } from "./adapter.js";
import { ADAPTER_TABLE } from "./adapter-table.js";
import type { HttpGet } from "./http-get.js";

export type PollContext = Pick<CoreContext, "pool" | "clock" | "log" | "secretsKey">;

export interface PollDeps {
  readonly context: PollContext;
  readonly recorder: PollRecorder;
  readonly get: HttpGet;
  readonly adapters: AdapterCache;
  /** Uniform in [0, 1). */
  readonly random: () => number;
  /** Nothing is asked any more; what fails now fails because of us. */
  readonly stopping: AbortSignal;
}

export type PollOutcome =
  | RecordedPoll
  | { readonly kind: "failed"; readonly error: SourceError }
  | { readonly kind: "tested" }
  /** This process is being stopped; the source is due for the others at once. */
  | { readonly kind: "given-back" };

/** Adapters as long as their settings last: what an adapter remembers of its answers is worth keeping. */
export class AdapterCache {
  readonly #known = new Map<number, { version: number; adapter: Adapter }>();

  /** @throws SourceError when its settings cannot be used */
  of(source: ClaimedSource, get: HttpGet, clock: PollContext["clock"]): Adapter {
    const known = this.#known.get(source.id);
    if (known?.version === source.settingsVersion) return known.adapter;
    if (source.credential === undefined) {
      throw new SourceError("auth", "the credential was sealed with another SECRETS_KEY: give it again");
    }
    const settings = {
      baseUrl: source.baseUrl,
      account: source.account,
      credential: source.credential,
      countedFrom: source.countedFrom,
    };
    const adapter = ADAPTER_TABLE[source.adapter](settings, get, clock);
    this.#known.set(source.id, { version: source.settingsVersion, adapter });
    return adapter;
  }
}

/**
 * Asks a claimed source once and records what came of it, whatever that is: a good answer in the ledger, an implausible
 * one in quarantine, a failure in the log with a later date. An outage changes no figure.
 * @throws only when the database stays away; the lease then ends by itself
 */
export async function pollSource(deps: PollDeps, source: ClaimedSource): Promise<PollOutcome> {
  const { context } = deps;
  const requestedAt = context.clock.now();
  try {
    const adapter = deps.adapters.of(source, deps.get, context.clock);
    const reading = await adapter.fetch();
    if (source.isTest) {
      await finishApart(context, source, "test", reading);
      return { kind: "tested" };
    }
    return await record(deps, source, adapter, reading);
  } catch (error) {
    if (!(error instanceof SourceError)) throw error;
    if (deps.stopping.aborted) {
      await giveBack(context, source);
      return { kind: "given-back" };
    }
    await fail(deps, source, requestedAt, error);
    return { kind: "failed", error };
  }
}

async function record(
  { context, recorder }: PollDeps,
  source: ClaimedSource,
  { capabilities }: Adapter,
  reading: Reading,
): Promise<RecordedPoll> {
  const leastIntervalMs = capabilities.minIntervalSec * 1_000;
  const nextPollAt = planPoll({
    requestedAt: reading.requestedAt,
    endedAt: reading.receivedAt,
    intervalMs: Math.max(source.intervalMs, leastIntervalMs),
    leastIntervalMs,
    latencyMs: Math.max(reading.receivedAt.getTime() - reading.requestedAt.getTime(), ...source.memory.latenciesMs),
    boundaries: source.boundaries,
  });
  const recorded = await recorder.record({ ...source, purpose: "poll", isAccepted: false }, reading, nextPollAt);
  const log = context.log.child({ source: source.slug });
  const { rows } = reading;
  if (recorded.kind === "good") {
    log.info({ rows: rows.length, added: recorded.added, changed: recorded.changed }, "a source was read");
    for (const { kind, field, figures } of recorded.findings)
      log.warn({ kind, field, figures }, "a source is doubtful");
  } else if (recorded.kind === "held") {
    log.warn({ reason: recorded.doubt.reason, figures: recorded.doubt.figures }, "a snapshot is kept aside");
  } else {
    log.warn({ rows: rows.length }, "a poll took longer than its lease: nothing of it is recorded");
  }
  return recorded;
}

async function fail(deps: PollDeps, source: ClaimedSource, requestedAt: Date, error: SourceError): Promise<void> {
  const { context, random } = deps;
  const endedAt = context.clock.now();
  const { kind, message, retryAfterSeconds } = error;
  const failures = source.failures + 1;
  const leastIntervalMs = ADAPTERS[source.adapter].capabilities.minIntervalSec * 1_000;
  const nextPollAt = planRetry({ kind, failures, retryAfterSeconds, endedAt, leastIntervalMs, random: random() });
  const purpose = source.isTest ? "test" : "poll";
  await finishFailed(context, source, { purpose, requestedAt, endedAt, nextPollAt, kind, detail: message });
  context.log.warn({ source: source.slug, kind, detail: message, failures }, "a source could not be read");
}
