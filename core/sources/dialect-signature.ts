import { createHash, createHmac, timingSafeEqual } from "node:crypto";
import type { HmacDialect, HmacSignature, PostbackDialect } from "./dialect.js";

const TOLERANCE_SECONDS = 300;
const TIMESTAMP = /^[1-9]\d{9}$/;
const DELIVERY_ID = /^[\x21-\x7e]{1,128}$/;
const MAC_LENGTH = { sha256: 32, sha512: 64 } as const;
const MAX_SIGNATURES = 8;

/** A header's value, `undefined` when it is missing or came more than once. */
export type Headers = (name: string) => string | undefined;

export interface SignedMessage {
  /** The exact bytes that were signed. */
  readonly parts: readonly (string | Buffer)[];
  readonly algorithm: "sha256" | "sha512";
  /** Signatures as bytes; texts that are not exactly one encoded signature are left out. */
  readonly signatures: readonly Buffer[];
  readonly isTimely: boolean;
}

function decode(
  text: string,
  { encoding, algorithm }: Pick<HmacSignature, "encoding" | "algorithm">,
): Buffer | undefined {
  const bytes = Buffer.from(text, encoding);
  // Buffer skips what it cannot read, so the text must come out the same when it is written again.
  const isExact = bytes.length === MAC_LENGTH[algorithm] && bytes.toString(encoding) === text;
  return isExact ? bytes : undefined;
}

function isTimely(timestamp: string, now: Date): boolean {
  return Math.abs(Math.floor(now.getTime() / 1_000) - Number(timestamp)) <= TOLERANCE_SECONDS;
}

/** `t=1,v1=ab,v1=cd` as pairs, in whatever order. */
function pairsOf(value: string): readonly (readonly [string, string])[] {
  return value.split(",").map((pair) => {
    const at = pair.indexOf("=");
    return [pair.slice(0, Math.max(at, 0)).trim(), pair.slice(at + 1)] as const;
  });
}

/** What a message claims to be signed with. @returns `undefined` when a header is missing, repeated or out of form */
export function readHmacSignature(
  signature: HmacSignature,
  headers: Headers,
  body: Buffer,
  now: Date,
): SignedMessage | undefined {
  const value = headers(signature.header);
  if (value === undefined || value.length > 1_024) return undefined;
  const { algorithm, timestamp: rule, prefix } = signature;
  if (rule?.in === "signature") return readTimedPairs(signature, rule, value, body, now);
  const timestamp = rule === undefined ? undefined : headers(rule.header);
  if (rule !== undefined && (timestamp === undefined || !TIMESTAMP.test(timestamp))) return undefined;
  const mac = value.startsWith(prefix) ? decode(value.slice(prefix.length), signature) : undefined;
  return {
    parts: rule === undefined || timestamp === undefined ? [body] : [timestamp, rule.separator, body],
    algorithm,
    signatures: mac === undefined ? [] : [mac],
    isTimely: timestamp === undefined || isTimely(timestamp, now),
  };
}

function readTimedPairs(
  signature: HmacSignature,
  rule: Extract<NonNullable<HmacSignature["timestamp"]>, { in: "signature" }>,
  value: string,
  body: Buffer,
  now: Date,
): SignedMessage | undefined {
  const pairs = pairsOf(value);
  const timestamps = pairs.filter(([name]) => name === rule.name).map(([, text]) => text);
  const texts = pairs.filter(([name]) => name === rule.signatureName).map(([, text]) => text);
  const [timestamp] = timestamps;
  if (timestamp === undefined || timestamps.length > 1 || !TIMESTAMP.test(timestamp)) return undefined;
  if (texts.length > MAX_SIGNATURES) return undefined;
  const signatures = texts.map((text) => decode(text, signature)).filter((mac) => mac !== undefined);
  return {
    parts: [timestamp, rule.separator, body],
    algorithm: signature.algorithm,
    signatures,
    isTimely: isTimely(timestamp, now),
  };
}

/** A query's parameters, each name once and percent-decoded as UTF-8; `undefined` when it is not of that form. */
export function readQuery(query: string): Map<string, string> | undefined {
  const values = new Map<string, string>();
  for (const pair of query.split("&")) {
    const at = pair.indexOf("=");
    try {
      const name = decodeURIComponent(at === -1 ? pair : pair.slice(0, at));
      const value = decodeURIComponent(at === -1 ? "" : pair.slice(at + 1));
      // A control character could forge a second pair wherever values are joined by lines.
      if (values.has(name) || /\p{Cc}/u.test(name + value)) return undefined;
      values.set(name, value);
    } catch {
      return undefined; // Not percent-encoded UTF-8.
    }
  }
  return values;
}

export interface Postback extends SignedMessage {
  readonly deliveryId: string;
  /** The query as it was signed. */
  readonly signedQuery: Buffer;
}

/** What a GET postback claims to be signed with; `undefined` when a parameter is missing, repeated or out of form. */
export function readPostback(dialect: PostbackDialect, query: string, now: Date): Postback | undefined {
  const values = readQuery(query);
  const text = values?.get(dialect.signatureParameter);
  const deliveryId = values?.get(dialect.idParameter);
  const timestamp = values?.get(dialect.timestampParameter);
  if (text === undefined || deliveryId === undefined || timestamp === undefined) return undefined;
  if (!DELIVERY_ID.test(deliveryId) || !TIMESTAMP.test(timestamp)) return undefined;
  const signed = query
    .split("&")
    .filter((pair) => !pair.startsWith(`${dialect.signatureParameter}=`))
    .join("&");
  const mac = decode(text, { encoding: "hex", algorithm: "sha256" });
  const signedQuery = Buffer.from(signed);
  return {
    parts: [signedQuery],
    algorithm: "sha256",
    signatures: mac === undefined ? [] : [mac],
    isTimely: isTimely(timestamp, now),
    deliveryId,
    signedQuery,
  };
}

/** Whether the key made one of the signatures; all are compared, so that the time taken tells nothing. */
export function isSignedBy({ parts, algorithm, signatures }: SignedMessage, key: Buffer): boolean {
  const hmac = createHmac(algorithm, key);
  for (const part of parts) hmac.update(part);
  const expected = hmac.digest();
  let isMatch = false;
  for (const signature of signatures) isMatch = timingSafeEqual(signature, expected) || isMatch;
  return isMatch;
}

/** What names a delivery: the header or field the dialect says, else the bytes themselves. */
export function deliveryIdOf(
  dialect: HmacDialect,
  headers: Headers,
  body: Buffer,
  readPath: (path: string) => string | undefined,
): string | undefined {
  if (dialect.id === undefined) return createHash("sha256").update(body).digest("hex");
  const id = "header" in dialect.id ? headers(dialect.id.header) : readPath(dialect.id.path);
  return id !== undefined && DELIVERY_ID.test(id) ? id : undefined;
}
