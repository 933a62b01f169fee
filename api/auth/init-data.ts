import { createHmac, timingSafeEqual } from "node:crypto";
import { UnauthorizedError, type InitDataFault } from "../../core/errors.js";
import { initDataUser, type InitDataUser } from "../../wire/auth.js";

const MAX_BYTES = 4096;
const MAX_AGE_SECONDS = 3600;
const MAX_AHEAD_SECONDS = 60;

/** The person is told to reopen the app, whatever the fault. */
export class InitDataError extends UnauthorizedError {
  constructor(fault: InitDataFault) {
    super("Telegram's launch data is missing, altered or too old: reopen the app from Telegram.", fault);
  }
}

export interface InitData {
  user: InitDataUser;
  authDate: Date;
  /** Names this launch: the same one replaces its own earlier session. */
  hash: string;
  startParam: string | null;
}

/**
 * Checks Mini App launch data on the raw string, as Telegram signs it. The newer `signature` field takes part
 * in the check; only `hash` does not.
 * @throws InitDataError
 */
export function checkInitData(raw: string, botToken: string, now: Date): InitData {
  if (raw === "" || Buffer.byteLength(raw) > MAX_BYTES) throw new InitDataError("malformed");
  const pairs = [...new URLSearchParams(raw)];
  const fields = new Map(pairs);
  if (fields.size !== pairs.length) throw new InitDataError("repeated_key");
  const hash = fields.get("hash");
  if (hash === undefined || !/^[0-9a-f]{64}$/.test(hash)) throw new InitDataError("malformed");
  if (!timingSafeEqual(Buffer.from(hash, "hex"), sign(pairs, botToken))) throw new InitDataError("bad_hash");
  const authDate = checkAge(fields.get("auth_date") ?? "", now);
  return { user: readUser(fields.get("user")), authDate, hash, startParam: fields.get("start_param") ?? null };
}

function sign(pairs: readonly (readonly [string, string])[], botToken: string): Buffer {
  const checkString = pairs
    .filter(([key]) => key !== "hash")
    // Code-unit order: a locale's order would put some keys elsewhere.
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([key, value]) => `${key}=${value}`)
    .join("\n");
  const secret = createHmac("sha256", "WebAppData").update(botToken).digest();
  return createHmac("sha256", secret).update(checkString).digest();
}

function checkAge(text: string, now: Date): Date {
  if (!/^\d{1,12}$/.test(text)) throw new InitDataError("malformed");
  const ageSeconds = now.getTime() / 1000 - Number(text);
  if (ageSeconds < -MAX_AHEAD_SECONDS) throw new InitDataError("from_the_future");
  if (ageSeconds > MAX_AGE_SECONDS) throw new InitDataError("too_old");
  return new Date(Number(text) * 1000);
}

function readUser(text: string | undefined): InitDataUser {
  let json: unknown;
  try {
    // A name with NUL could not be stored.
    json = JSON.parse(text ?? "", (_key, value: unknown) =>
      typeof value === "string" ? value.replaceAll("\0", "") : value,
    );
  } catch {
    throw new InitDataError("no_user");
  }
  const user = initDataUser.safeParse(json);
  if (!user.success) throw new InitDataError("no_user");
  return user.data;
}
