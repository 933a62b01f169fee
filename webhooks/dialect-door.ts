import { parseMessage } from "../core/ledger/content/read-dialect.js";
import { readPath } from "../core/ledger/content/read-path.js";
import type { Endpoint } from "../core/ledger/delivery.js";
import type { HmacDialect, PostbackDialect } from "../core/sources/dialect.js";
import {
  deliveryIdOf,
  isSignedBy,
  readHmacSignature,
  readPostback,
  type Headers,
  type SignedMessage,
} from "../core/sources/dialect-signature.js";
import type { BookedSource } from "../core/sources/secret-book.js";
import { isJson } from "./hook-headers.js";
import { discardRest, readBody } from "./read-body.js";
import { BODY_LIMITS, refreshed, type Arrival, type ReceiverParts } from "./arrival.js";
import type { SigningKey } from "./signing-key.js";
import { NOBODYS_KEYS, activeTextKeys } from "./source-keys.js";

const FORM = /^application\/x-www-form-urlencoded(?:\s*;.*)?$/i;

/** Looks like a postback to strangers who ask for sources that take none. */
const NOBODYS_POSTBACK: PostbackDialect = {
  kind: "postback",
  signatureParameter: "sig",
  idParameter: "id",
  timestampParameter: "ts",
  mapping: {
    wagerId: "id",
    playerId: "id",
    amount: "id",
    amountUnit: "usd",
    occurredAt: "ts",
    timeFormat: "seconds",
    statuses: {},
  },
};

interface Claim {
  readonly message: SignedMessage;
  readonly deliveryId: string;
  readonly endpoint: Endpoint;
  readonly body: Buffer;
}

/** Posts and postbacks of senders that sign in their own way, as configured for their source. */
export class DialectDoor {
  readonly #parts: ReceiverParts;

  constructor(parts: ReceiverParts) {
    this.#parts = parts;
  }

  /** A POST to a source that has a dialect. */
  readPost(arrival: Arrival, source: BookedSource): void {
    const { refusals } = this.#parts;
    const { dialect } = source;
    const { headers, path, req } = arrival;
    if (dialect?.kind !== "hmac") return refusals.badMethod(arrival);
    if (path.endpoint !== "event") return refusals.refuse(arrival, "not_found", 404, "There is no such path.");
    const isItsFormat = dialect.format === "json" ? isJson(headers.contentType) : FORM.test(headers.contentType);
    if (headers.contentEncoding !== "identity" || !isItsFormat) {
      return refusals.refuse(arrival, "bad_media", 415, `The body must be plain ${dialect.format}.`, { close: true });
    }
    const limit = BODY_LIMITS.event;
    const tooLarge = (): void =>
      refusals.refuse(arrival, "too_large", 413, `The body may have at most ${limit} bytes.`, { close: true });
    if ((headers.contentLength ?? 0) > limit) {
      tooLarge();
      return discardRest(req);
    }
    readBody(req, limit, (body) => this.#verifyPost(arrival, dialect, body), tooLarge);
  }

  #verifyPost(arrival: Arrival, dialect: HmacDialect, body: Buffer): void {
    const headers = onceIn(arrival.req.rawHeaders);
    const message = readHmacSignature(dialect.signature, headers, body, arrival.receivedAt);
    if (message === undefined) return this.#refuseForm(arrival);
    const read = (path: string): string | undefined => readPath(parsed(dialect, body), path);
    // A sender who leaves out the id he promised is not lost: his bytes name the delivery.
    const deliveryId =
      deliveryIdOf(dialect, headers, body, read) ?? deliveryIdOf({ ...dialect, id: undefined }, headers, body, read);
    if (deliveryId === undefined) return this.#refuseForm(arrival);
    this.#verify(arrival, { message, deliveryId, endpoint: "event", body }, false);
  }

  /** A GET with a query. Sources that take none, and sources that are not there, answer like one whose signature failed. */
  readPostback(arrival: Arrival): void {
    const dialect = this.#parts.book.find(arrival.path.slug)?.dialect;
    const rules = dialect?.kind === "postback" ? dialect : NOBODYS_POSTBACK;
    const postback = readPostback(rules, arrival.path.query, arrival.receivedAt);
    if (postback === undefined) return this.#refuseForm(arrival);
    const { deliveryId, signedQuery: body } = postback;
    this.#verify(arrival, { message: postback, deliveryId, endpoint: "postback", body }, false);
  }

  #refuseForm(arrival: Arrival): void {
    const detail = "The signature, or what it needs, is missing, repeated or out of form.";
    this.#parts.refusals.refuse(arrival, "bad_headers", 400, detail);
  }

  #verify(arrival: Arrival, claim: Claim, isSecondLook: boolean): void {
    const { book, refusals, admission } = this.#parts;
    const { req, res, receivedAt, path } = arrival;
    const source = book.find(path.slug);
    const kind = claim.endpoint === "postback" ? "postback" : "hmac";
    const isItsDialect = source?.dialect?.kind === kind;
    const signer = findSigner(claim.message, isItsDialect ? activeTextKeys(source, receivedAt) : NOBODYS_KEYS);
    if (!claim.message.isTimely) return refusals.unsigned({ ...arrival, source }, "bad_timestamp");
    if (source !== undefined && signer?.secretId !== undefined) {
      const { deliveryId, endpoint, body } = claim;
      return admission.admit({ req, res, source, secretId: signer.secretId, deliveryId, endpoint, body, receivedAt });
    }
    if (isSecondLook) {
      return refusals.unsigned({ ...arrival, source }, source === undefined ? "unknown_source" : "bad_signature");
    }
    refreshed(this.#parts, arrival, () => this.#verify(arrival, claim, true));
  }
}

function findSigner(message: SignedMessage, keys: readonly SigningKey[]): SigningKey | undefined {
  const signers = keys.filter((key) => isSignedBy(message, key.bytes));
  return signers[0];
}

function parsed(dialect: HmacDialect, body: Buffer): unknown {
  try {
    return parseMessage(dialect, body);
  } catch {
    return undefined; // The content's own reading names the fault; here only the id was looked for.
  }
}

/** Headers by name; one that came twice is as good as missing. */
function onceIn(raw: readonly string[]): Headers {
  const values = new Map<string, string | undefined>();
  for (let index = 0; index < raw.length; index += 2) {
    const name = (raw[index] ?? "").toLowerCase();
    values.set(name, values.has(name) ? undefined : raw[index + 1]);
  }
  return (name) => values.get(name);
}
