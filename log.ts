import { pino, type DestinationStream } from "pino";
import type { Log } from "./core/log.js";
import { occasionId } from "./core/occasion.js";

/** What must never reach a log, wherever it hides: libraries put bot tokens into URLs inside error objects. */
const SECRETS: readonly RegExp[] = [
  /\d{6,16}:[A-Za-z0-9_-]{20,64}/g, // bot token
  /whsec_[A-Za-z0-9+/=]{16,}/g, // signing secret of a source
  /rk_live_[A-Za-z0-9_]{16,}/g, // API key
  /eyJ[A-Za-z0-9_-]{8,}\.[A-Za-z0-9_-]{8,}\.[A-Za-z0-9_-]+/g, // JSON web token
  /postgres(?:ql)?:\/\/[^\s"\\]+/g, // connection string
  /query_id=[^\s"\\]+|auth_date=\d+&[^\s"\\]+/g, // initData
];

/** Takes every known form of secret out of a text. */
export function scrub(text: string): string {
  return SECRETS.reduce((clean, secret) => clean.replace(secret, "[secret]"), text);
}

const ERROR_DEPTH = 2;

/** Only what explains a fault: no payloads, no contexts, no URLs of requests (they carry the bot token). */
function serializeError(value: unknown, depth = 0): unknown {
  if (!(value instanceof Error)) return String(value);
  const code = "code" in value && typeof value.code === "string" ? value.code : undefined;
  return {
    type: value.name,
    message: value.message,
    code,
    stack: value.stack,
    cause: value.cause === undefined || depth >= ERROR_DEPTH ? undefined : serializeError(value.cause, depth + 1),
  };
}

/**
 * The root logger: JSON lines on stderr, so that stdout stays for people. A part takes a child with its name. `req_id` names
 * the request, update or job that a line comes of.
 */
export function createLog(level: string, destination: DestinationStream = pino.destination(2)): Log {
  return pino(
    {
      level,
      timestamp: pino.stdTimeFunctions.isoTime,
      base: { pid: process.pid },
      mixin: () => ({ req_id: occasionId() }),
      serializers: { err: serializeError },
      redact: ["*.authorization", "*.cookie", "*.token", "initData"],
      hooks: { streamWrite: scrub },
    },
    destination,
  );
}
