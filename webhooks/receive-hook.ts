import type { IncomingMessage, ServerResponse } from "node:http";
import type { Clock } from "../core/clock.js";
import type { Log } from "../core/log.js";
import type { BookedSource, SecretBook } from "../core/sources/secret-book.js";
import type { SourceActivity } from "../core/sources/source-activity.js";
import { answerProblem, retryAfterSeconds, type ProblemOptions } from "./answer.js";
import { clientAddress } from "./client-address.js";
import type { Counters, Outcome } from "./counters.js";
import type { FlushQueue } from "./flush-queue.js";
import { isJson, readHookHeaders, type HookHeaders } from "./hook-headers.js";
import { readHookPath, type HookEndpoint, type HookPath } from "./hook-path.js";
import { discardRest, readBody } from "./read-body.js";
import { readBatch, readEvent, refusedWhole, type Content } from "../core/ledger/content/read-events.js";
import { readTotals } from "../core/ledger/content/read-totals.js";
import { ReceivedPost, ReceivedTotals, type PostFacts } from "./received-post.js";
import { activeKeys } from "./source-keys.js";
import { findSigner, hasStandardForm, isTimely } from "./standard-signature.js";
import type { SigningKey } from "./signing-key.js";
import type { TokenBuckets } from "./token-buckets.js";

export interface ReceiverParts {
  readonly book: SecretBook;
  readonly queue: FlushQueue;
  /** Snapshots one at a time: each may be a thousand times an event. */
  readonly totalsQueue: FlushQueue<ReceivedTotals>;
  readonly activity: SourceActivity;
  readonly counters: Counters;
  readonly clock: Clock;
  readonly log: Log;
  /** Posts of one source; binds only while others have to wait. */
  readonly sourceBuckets: TokenBuckets;
  /** Refused posts of one address. */
  readonly addressBuckets: TokenBuckets;
  readonly trustProxy: number;
  readonly isDraining: () => boolean;
}

const KIB = 1_024;
const BODY_LIMITS: Record<HookEndpoint, number> = { event: 64 * KIB, batch: 1_024 * KIB, totals: 8_192 * KIB };

/** One post on its way through the checks. */
interface Arrival {
  readonly req: IncomingMessage;
  readonly res: ServerResponse;
  readonly path: HookPath;
  readonly headers: HookHeaders;
  readonly receivedAt: Date;
}

/** The order of checks of reliability.md 1.2. Each refusal has its own counter; strangers see only its status. */
export class HookReceiver {
  readonly #parts: ReceiverParts;

  readonly #onAnswered: (outcome: Outcome, post: ReceivedPost, reason?: string) => void;

  constructor(parts: ReceiverParts) {
    this.#parts = parts;
    this.#onAnswered = (outcome, post, reason) => noteAnswer(parts, outcome, post, reason);
  }

  /** Answers one request whose path begins with `/hooks/v1/`. */
  handle(req: IncomingMessage, res: ServerResponse): void {
    const path = readHookPath(req.url ?? "");
    if (path === undefined) return this.#refuse(req, res, "not_found", 404, "There is no such path.");
    if (req.method !== "POST") {
      return this.#refuse(req, res, "bad_method", 405, "Only POST is answered here.", { headers: ["allow", "POST"] });
    }
    if (this.#parts.isDraining()) {
      const options = { retryAfter: retryAfterSeconds(), close: true };
      return this.#refuse(req, res, "draining", 503, "The receiver is stopping. Send the post again.", options);
    }
    const address = this.#addressOutOfTokens(req);
    if (address !== undefined) {
      const retryAfter = this.#parts.addressBuckets.secondsToWait(address, performance.now());
      return this.#refuse(req, res, "address_limited", 429, "Too many refused posts from here.", { retryAfter });
    }
    this.#readPost({ req, res, path, headers: readHookHeaders(req.rawHeaders), receivedAt: this.#parts.clock.now() });
  }

  #readPost(arrival: Arrival): void {
    const { req, res, path, headers } = arrival;
    if (headers.contentEncoding !== "identity") {
      return this.#refuse(req, res, "bad_media", 415, "Compressed bodies are not taken.", { close: true });
    }
    if (!isJson(headers.contentType)) {
      return this.#refuse(req, res, "bad_media", 415, "The content type must be application/json.", { close: true });
    }
    const limit = BODY_LIMITS[path.endpoint];
    const tooLarge = (): void =>
      this.#refuse(req, res, "too_large", 413, `The body may have at most ${limit} bytes.`, { close: true });
    if (headers.contentLength !== undefined && headers.contentLength > limit) {
      tooLarge();
      return discardRest(req);
    }
    if (headers.isRepeated || !hasStandardForm(headers)) {
      return this.#refuse(
        req,
        res,
        "bad_headers",
        400,
        "webhook-id, -timestamp and -signature must come once, in form.",
      );
    }
    readBody(req, limit, (body) => this.#verify(arrival, body, false), tooLarge);
  }

  #verify(arrival: Arrival, body: Buffer, isSecondLook: boolean): void {
    const { path, headers, receivedAt } = arrival;
    const source = this.#parts.book.find(path.slug);
    const signer = findSigner(headers, body, activeKeys(source, receivedAt));
    if (!isTimely(headers.timestamp, receivedAt)) return this.#refuseUnsigned(arrival, "bad_timestamp");
    if (source !== undefined && signer?.secretId !== undefined) {
      return this.#admit(arrival, body, source, signer);
    }
    if (isSecondLook) return this.#refuseUnsigned(arrival, source === undefined ? "unknown_source" : "bad_signature");
    // The source or its secret may be younger than the book.
    this.#parts.book.refreshAfter(performance.now()).then(
      () => this.#verify(arrival, body, true),
      (error: unknown) => {
        this.#parts.log.warn({ err: error }, "a refusal could not be checked against the database");
        this.#unavailable(arrival);
      },
    );
  }

  /** One body for every cause: which it was is for the counters. */
  #refuseUnsigned({ req, res }: Arrival, outcome: Outcome): void {
    this.#refuse(req, res, outcome, 401, "The post is not signed by a known source, or not now.");
  }

  #unavailable({ req, res }: Arrival): void {
    const options = { retryAfter: retryAfterSeconds() };
    this.#refuse(req, res, "no_room", 503, "The receiver cannot take posts now. Send it again.", options);
  }

  #admit(arrival: Arrival, body: Buffer, source: BookedSource, signer: SigningKey): void {
    const { req, res, receivedAt } = arrival;
    const { sourceBuckets, activity } = this.#parts;
    const queue = arrival.path.endpoint === "totals" ? this.#parts.totalsQueue : this.#parts.queue;
    if (source.isRemoved) return this.#refuse(req, res, "removed_source", 410, "This source was removed.");
    const now = performance.now();
    sourceBuckets.spend(source.id, now);
    // Until others have to wait, a source may be as fast as the machine.
    if (queue.isCrowded && sourceBuckets.isEmpty(source.id, now)) {
      const retryAfter = sourceBuckets.secondsToWait(source.id, now);
      return this.#refuse(req, res, "rate_limited", 429, "Too many posts of this source.", { retryAfter });
    }
    if (!queue.hasRoom(body.length)) return this.#unavailable(arrival);
    if (signer.secretId !== undefined) activity.secretUsed(signer.secretId, receivedAt);
    this.#enqueue(arrival, body, source);
  }

  #enqueue({ req, res, path, headers, receivedAt }: Arrival, body: Buffer, source: BookedSource): void {
    const { endpoint } = path;
    const facts: PostFacts = {
      res,
      rawHeaders: req.rawHeaders,
      sourceId: source.id,
      deliveryId: headers.id,
      endpoint,
      body,
      receivedAt,
      onAnswered: this.#onAnswered,
    };
    const wrongMode = refuseMode(source, endpoint, receivedAt);
    if (wrongMode !== undefined) return this.#parts.queue.push(new ReceivedPost(facts, wrongMode));
    if (endpoint === "totals") return this.#enqueueTotals(facts);
    const content = endpoint === "batch" ? readBatch(body, receivedAt) : readEvent(body, receivedAt);
    this.#parts.queue.push(new ReceivedPost(facts, content));
  }

  #enqueueTotals(facts: PostFacts): void {
    const read = readTotals(facts.body, facts.receivedAt);
    if (read.ok) this.#parts.totalsQueue.push(new ReceivedTotals(facts, read.value));
    else this.#parts.queue.push(new ReceivedPost(facts, refusedWhole(read, facts.receivedAt)));
  }

  #refuse(
    req: IncomingMessage,
    res: ServerResponse,
    outcome: Outcome,
    status: number,
    detail: string,
    options: ProblemOptions = {},
  ): void {
    const { counters, addressBuckets, trustProxy } = this.#parts;
    counters.add(outcome);
    if (status < 429) addressBuckets.spend(clientAddress(req, trustProxy), performance.now());
    answerProblem(res, status, detail, { ...options, requestId: requestIdOf(req) });
  }

  #addressOutOfTokens(req: IncomingMessage): string | undefined {
    const address = clientAddress(req, this.#parts.trustProxy);
    return this.#parts.addressBuckets.isEmpty(address, performance.now()) ? address : undefined;
  }
}

/** What a post's answer means for counters, for the age of its source's data, and for people. */
function noteAnswer(parts: ReceiverParts, outcome: Outcome, post: ReceivedPost, reason: string | undefined): void {
  parts.counters.add(outcome);
  const fields = { sourceId: post.sourceId, deliveryId: post.deliveryId };
  if (outcome === "accepted" || outcome === "duplicate") parts.activity.accepted(post.sourceId, post.receivedAt);
  if (outcome === "quarantined") parts.log.warn({ ...fields, reason }, "a signed post was quarantined");
  if (outcome === "contradicted") parts.log.error(fields, "a delivery id was used again for another body");
}

const REQUEST_ID = /^[A-Za-z0-9-]{8,64}$/;

function requestIdOf(req: IncomingMessage): string | undefined {
  const given = req.headers["x-request-id"];
  return typeof given === "string" && REQUEST_ID.test(given) ? given : undefined;
}

/** Events and totals of one source are never mixed: a wager would be counted by both. */
function refuseMode(source: BookedSource, endpoint: HookEndpoint, receivedAt: Date): Content | undefined {
  const posted = endpoint === "totals" ? "totals" : "events";
  if (source.mode === posted) return undefined;
  return refusedWhole(
    { reason: "wrong_mode", detail: `this source reports ${source.mode}, not ${posted}` },
    receivedAt,
  );
}
