import type { IncomingMessage, ServerResponse } from "node:http";
import { BODY_LIMITS, refreshed, type Arrival, type ReceiverParts } from "./arrival.js";
import { DialectDoor } from "./dialect-door.js";
import { isJson, readHookHeaders } from "./hook-headers.js";
import { readHookPath } from "./hook-path.js";
import { discardRest, readBody } from "./read-body.js";
import { activeKeys } from "./source-keys.js";
import { findSigner, hasStandardForm, isTimely } from "./standard-signature.js";

/** Cheap checks come first, and none before the signature costs a query. Each refusal has its own counter; strangers see only its status. */
export class HookReceiver {
  readonly #parts: ReceiverParts;
  readonly #dialects: DialectDoor;

  constructor(parts: ReceiverParts) {
    this.#parts = parts;
    this.#dialects = new DialectDoor(parts);
  }

  /** Answers one request whose path begins with `/hooks/v1/`. */
  handle(req: IncomingMessage, res: ServerResponse): void {
    const { refusals, clock, book, isDraining } = this.#parts;
    const exchange = { req, res };
    const path = readHookPath(req.url ?? "");
    if (path === undefined) return refusals.refuse(exchange, "not_found", 404, "There is no such path.");
    // A GET without a query is somebody looking; with one it may be a postback, and is checked as such for any source.
    const isPostback = req.method === "GET" && path.endpoint === "event" && path.query !== "";
    if (req.method !== "POST" && !isPostback) return refusals.badMethod(exchange);
    if (isDraining()) return refusals.draining(exchange);
    if (refusals.refusedByAddress(exchange)) return;
    const arrival = { req, res, path, headers: readHookHeaders(req.rawHeaders), receivedAt: clock.now() };
    if (isPostback) return this.#dialects.readPostback(arrival);
    const source = book.find(path.slug);
    if (source?.dialect === undefined) this.#readPost(arrival, false);
    else this.#dialects.readPost(arrival, source);
  }

  #readPost(arrival: Arrival, isSecondLook: boolean): void {
    const { refusals } = this.#parts;
    const { req, path, headers } = arrival;
    if (headers.contentEncoding !== "identity") {
      return refusals.refuse(arrival, "bad_media", 415, "Compressed bodies are not taken.", { close: true });
    }
    const limit = BODY_LIMITS[path.endpoint];
    const tooLarge = (): void =>
      refusals.refuse(arrival, "too_large", 413, `The body may have at most ${limit} bytes.`, { close: true });
    if (headers.contentLength !== undefined && headers.contentLength > limit) {
      tooLarge();
      return discardRest(req);
    }
    if (!isJson(headers.contentType) || headers.isRepeated || !hasStandardForm(headers)) {
      return isSecondLook ? this.#refuseForm(arrival) : this.#lookAgain(arrival);
    }
    readBody(req, limit, (body) => this.#verify(arrival, body, false), tooLarge);
  }

  #refuseForm(arrival: Arrival): void {
    const { refusals } = this.#parts;
    if (!isJson(arrival.headers.contentType)) {
      return refusals.refuse(arrival, "bad_media", 415, "The content type must be application/json.", { close: true });
    }
    const detail = "webhook-id, -timestamp and -signature must come once, in form.";
    refusals.refuse(arrival, "bad_headers", 400, detail);
  }

  /** What is not in our form may be in the form of a dialect that is younger than the book. */
  #lookAgain(arrival: Arrival): void {
    this.#afterRefresh(arrival, () => {
      const source = this.#parts.book.find(arrival.path.slug);
      if (source?.dialect === undefined) this.#readPost(arrival, true);
      else this.#dialects.readPost(arrival, source);
    });
  }

  #verify(arrival: Arrival, body: Buffer, isSecondLook: boolean): void {
    const { path, headers, receivedAt } = arrival;
    const { book, refusals, admission } = this.#parts;
    const source = book.find(path.slug);
    const signer = findSigner(headers, body, activeKeys(source, receivedAt));
    if (!isTimely(headers.timestamp, receivedAt)) return refusals.unsigned({ ...arrival, source }, "bad_timestamp");
    if (source !== undefined && signer?.secretId !== undefined) {
      const { secretId } = signer;
      const { req, res } = arrival;
      const { endpoint } = path;
      return admission.admit({ req, res, source, secretId, deliveryId: headers.id, endpoint, body, receivedAt });
    }
    if (isSecondLook) {
      return refusals.unsigned({ ...arrival, source }, source === undefined ? "unknown_source" : "bad_signature");
    }
    // The source or its secret may be younger than the book.
    this.#afterRefresh(arrival, () => this.#verify(arrival, body, true));
  }

  #afterRefresh(arrival: Arrival, then: () => void): void {
    refreshed(this.#parts, arrival, then);
  }
}
