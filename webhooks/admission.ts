import type { Endpoint } from "../core/ledger/delivery.js";
import { readDialect } from "../core/ledger/content/read-dialect.js";
import { readBatch, readEvent, refusedWhole, type Content } from "../core/ledger/content/read-events.js";
import { readTotals } from "../core/ledger/content/read-totals.js";
import type { Log } from "../core/log.js";
import type { BookedSource } from "../core/sources/secret-book.js";
import type { SourceActivity } from "../core/sources/source-activity.js";
import type { Counters, Outcome } from "./counters.js";
import type { FlushQueue } from "./flush-queue.js";
import { ReceivedPost, ReceivedTotals, type PostFacts } from "./received-post.js";
import type { Exchange, Refusals } from "./refusals.js";
import type { TokenBuckets } from "./token-buckets.js";

/** A post whose signature is right. */
export interface VerifiedPost extends Exchange {
  readonly source: BookedSource;
  readonly secretId: number;
  readonly deliveryId: string;
  readonly endpoint: Endpoint;
  readonly body: Buffer;
  readonly receivedAt: Date;
}

export interface AdmissionParts {
  readonly queue: FlushQueue;
  /** Snapshots one at a time: each may be a thousand times an event. */
  readonly totalsQueue: FlushQueue<ReceivedTotals>;
  readonly activity: SourceActivity;
  readonly counters: Counters;
  readonly log: Log;
  /** Posts of one source; binds only while others have to wait. */
  readonly sourceBuckets: TokenBuckets;
  readonly refusals: Refusals;
}

/** The checks behind the signature: rate, room, content; then the queue. */
export class Admission {
  readonly #parts: AdmissionParts;
  readonly #onAnswered: (outcome: Outcome, post: ReceivedPost, reason?: string) => void;

  constructor(parts: AdmissionParts) {
    this.#parts = parts;
    this.#onAnswered = (outcome, post, reason) => noteAnswer(parts, outcome, post, reason);
  }

  admit(post: VerifiedPost): void {
    const { sourceBuckets, activity, refusals } = this.#parts;
    const { source, body } = post;
    const queue = post.endpoint === "totals" ? this.#parts.totalsQueue : this.#parts.queue;
    if (source.isRemoved) return refusals.refuse(post, "removed_source", 410, "This source was removed.");
    const now = performance.now();
    sourceBuckets.spend(source.id, now);
    // Until others have to wait, a source may be as fast as the machine.
    if (queue.isCrowded && sourceBuckets.isEmpty(source.id, now)) {
      const retryAfter = sourceBuckets.secondsToWait(source.id, now);
      return refusals.refuse(post, "rate_limited", 429, "Too many posts of this source.", { retryAfter });
    }
    if (!queue.hasRoom(body.length)) return refusals.unavailable(post);
    activity.secretUsed(post.secretId, post.receivedAt);
    this.#enqueue(post);
  }

  #enqueue({ req, res, source, deliveryId, endpoint, body, receivedAt }: VerifiedPost): void {
    const facts: PostFacts = {
      res,
      rawHeaders: req.rawHeaders,
      source,
      deliveryId,
      endpoint,
      body,
      receivedAt,
      onAnswered: this.#onAnswered,
    };
    const wrongMode = refuseMode(source, endpoint, receivedAt);
    if (wrongMode !== undefined) return this.#parts.queue.push(new ReceivedPost(facts, wrongMode));
    if (endpoint === "totals") return this.#enqueueTotals(facts);
    this.#parts.queue.push(new ReceivedPost(facts, readContent(source, endpoint, body, receivedAt)));
  }

  #enqueueTotals(facts: PostFacts): void {
    const read = readTotals(facts.body, facts.receivedAt);
    if (read.ok) this.#parts.totalsQueue.push(new ReceivedTotals(facts, read.value));
    else this.#parts.queue.push(new ReceivedPost(facts, refusedWhole(read, facts.receivedAt)));
  }
}

function readContent(source: BookedSource, endpoint: Endpoint, body: Buffer, receivedAt: Date): Content {
  if (source.dialect !== undefined) return readDialect(source.dialect, body, receivedAt);
  return endpoint === "batch" ? readBatch(body, receivedAt) : readEvent(body, receivedAt);
}

/** Events and totals of one source are never mixed: a wager would be counted by both. */
function refuseMode(source: BookedSource, endpoint: Endpoint, receivedAt: Date): Content | undefined {
  const posted = endpoint === "totals" ? "totals" : "events";
  if (source.mode === posted) return undefined;
  return refusedWhole(
    { reason: "wrong_mode", detail: `this source reports ${source.mode}, not ${posted}` },
    receivedAt,
  );
}

/** What a post's answer means for counters, for the age of its source's data, and for people. */
function noteAnswer(parts: AdmissionParts, outcome: Outcome, post: ReceivedPost, reason: string | undefined): void {
  parts.counters.add(outcome, post.sourceSlug);
  parts.counters.answered(performance.now() - post.queuedAt);
  if (outcome === "accepted" || outcome === "duplicate") {
    parts.activity.accepted(post.sourceId, post.receivedAt);
    const happenedAt = post.wagers[0]?.occurredAt;
    if (outcome === "accepted" && typeof happenedAt === "string") {
      parts.counters.happened(post.receivedAt.getTime() - Date.parse(happenedAt));
    }
    return;
  }
  const fields = { sourceId: post.sourceId, deliveryId: post.deliveryId };
  if (outcome === "quarantined") parts.log.warn({ ...fields, reason }, "a signed post was quarantined");
  if (outcome === "contradicted") parts.log.error(fields, "a delivery id was used again for another body");
}
