import type { IncomingMessage, ServerResponse } from "node:http";
import type { BookedSource } from "../core/sources/secret-book.js";
import { addressKey, clientAddress } from "../wire/client-address.js";
import { answerProblem, retryAfterSeconds, type ProblemOptions } from "./answer.js";
import type { Counters, Outcome } from "./counters.js";
import type { TokenBuckets } from "./token-buckets.js";

/** A request and the place for its answer. */
export interface Exchange {
  readonly req: IncomingMessage;
  readonly res: ServerResponse;
  /** Whose path it is, once that is known. */
  readonly source?: BookedSource | undefined;
}

const REQUEST_ID = /^[A-Za-z0-9-]{8,64}$/;

function requestIdOf(req: IncomingMessage): string | undefined {
  const given = req.headers["x-request-id"];
  return typeof given === "string" && REQUEST_ID.test(given) ? given : undefined;
}

/** The answers to posts that are not taken: each has its counter, and costs its sender's address a token. */
export class Refusals {
  readonly #counters: Counters;
  readonly #addressBuckets: TokenBuckets;
  readonly #trustProxy: number;

  constructor(counters: Counters, addressBuckets: TokenBuckets, trustProxy: number) {
    this.#counters = counters;
    this.#addressBuckets = addressBuckets;
    this.#trustProxy = trustProxy;
  }

  refuse(exchange: Exchange, outcome: Outcome, status: number, detail: string, options: ProblemOptions = {}): void {
    const { req, res, source } = exchange;
    this.#counters.add(outcome, source?.slug);
    if (status < 429) this.#addressBuckets.spend(this.#addressOf(req), performance.now());
    answerProblem(res, status, detail, { ...options, requestId: requestIdOf(req) });
  }

  /** One answer for every cause: which it was is for the counters. */
  unsigned(exchange: Exchange, outcome: Outcome): void {
    this.refuse(exchange, outcome, 401, "The post is not signed by a known source, or not now.");
  }

  badMethod(exchange: Exchange): void {
    this.refuse(exchange, "bad_method", 405, "Only POST is answered here.", { headers: ["allow", "POST"] });
  }

  unavailable(exchange: Exchange): void {
    const options = { retryAfter: retryAfterSeconds() };
    this.refuse(exchange, "no_room", 503, "The receiver cannot take posts now. Send it again.", options);
  }

  draining(exchange: Exchange): void {
    const options = { retryAfter: retryAfterSeconds(), close: true };
    this.refuse(exchange, "draining", 503, "The receiver is stopping. Send the post again.", options);
  }

  /** Refuses an address that has sent too many refused posts, before any work is done. @returns whether it did */
  refusedByAddress(exchange: Exchange): boolean {
    if (this.#addressBuckets.size === 0) return false;
    const now = performance.now();
    const address = this.#addressOf(exchange.req);
    if (!this.#addressBuckets.isEmpty(address, now)) return false;
    const retryAfter = this.#addressBuckets.secondsToWait(address, now);
    this.refuse(exchange, "address_limited", 429, "Too many refused posts from here.", { retryAfter });
    return true;
  }

  #addressOf(req: IncomingMessage): string {
    const forwarded = req.headersDistinct["x-forwarded-for"]?.join(",");
    return addressKey(clientAddress(req.socket.remoteAddress, forwarded, this.#trustProxy));
  }
}
