import type { SignedHeaders } from "./standard-signature.js";

/** What the receiver looks at in a request's headers. */
export interface HookHeaders extends SignedHeaders {
  readonly contentType: string;
  readonly contentEncoding: string;
  /** `undefined` for chunked bodies. */
  readonly contentLength: number | undefined;
  /** A header that must come once came more often. */
  readonly isRepeated: boolean;
}

type HookHeader = "id" | "timestamp" | "signature" | "contentType" | "contentEncoding" | "contentLength";

const HOOK_HEADERS = new Map<string, HookHeader>([
  ["webhook-id", "id"],
  ["webhook-timestamp", "timestamp"],
  ["webhook-signature", "signature"],
  ["content-type", "contentType"],
  ["content-encoding", "contentEncoding"],
  ["content-length", "contentLength"],
]);

/**
 * Reads from the raw list, because Node's object hides repeats: some it joins, of others it keeps the first.
 * @param raw name, value, name, value …
 */
export function readHookHeaders(raw: readonly string[]): HookHeaders {
  const found: Record<HookHeader, string | undefined> = {
    id: undefined,
    timestamp: undefined,
    signature: undefined,
    contentType: undefined,
    contentEncoding: undefined,
    contentLength: undefined,
  };
  let isRepeated = false;
  for (let index = 0; index < raw.length; index += 2) {
    const name = raw[index] ?? "";
    // Most senders write names in small letters, as ours do.
    const header = HOOK_HEADERS.get(name) ?? HOOK_HEADERS.get(name.toLowerCase());
    if (header === undefined) continue;
    if (found[header] !== undefined) isRepeated = true;
    found[header] = raw[index + 1];
  }
  return {
    id: found.id ?? "",
    timestamp: found.timestamp ?? "",
    signature: found.signature ?? "",
    contentType: found.contentType ?? "",
    contentEncoding: found.contentEncoding?.toLowerCase() ?? "identity",
    contentLength: found.contentLength === undefined ? undefined : Number(found.contentLength),
    isRepeated,
  };
}

const UTF8_CHARSET = /^charset="?utf-8"?$/;

/** `application/json`, in any case, with any parameters; a charset other than UTF-8 is refused. */
export function isJson(contentType: string): boolean {
  if (contentType === "application/json") return true;
  const [type, ...parameters] = contentType.toLowerCase().split(";");
  const isUtf8 = parameters.every((one) => !one.trim().startsWith("charset=") || UTF8_CHARSET.test(one.trim()));
  return type?.trim() === "application/json" && isUtf8;
}

const SHOWN_SIGNATURE = 8;
const SECRET = /^(?:authorization|cookie|proxy-authorization|x-api-key)$/i;

/** Headers for a dead letter: what helps a person, with signatures cut to 8 characters and credentials left out. */
export function headersForPeople(raw: readonly string[]): Record<string, string> {
  const shown: Record<string, string> = {};
  for (let index = 0; index < raw.length; index += 2) {
    const name = (raw[index] ?? "").toLowerCase();
    const value = raw[index + 1] ?? "";
    if (SECRET.test(name)) continue;
    shown[name] = /signature|hmac/.test(name) ? value.slice(0, SHOWN_SIGNATURE) : value;
  }
  return shown;
}
