import { createHash, randomBytes } from "node:crypto";

/** `<session id>.<43 characters>`: 256 random bits; the session id in front lets the edge limit tries per session. */
const REFRESH_TOKEN = /^([0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12})\.[A-Za-z0-9_-]{43}$/;

export function generateRefreshToken(sessionId: string): string {
  return `${sessionId}.${randomBytes(32).toString("base64url")}`;
}

/** @returns the session a token claims to be of, not yet proven; `undefined` when it is malformed */
export function readRefreshSessionId(token: string): string | undefined {
  return REFRESH_TOKEN.exec(token)?.[1];
}

export function sha256(text: string): Buffer {
  return createHash("sha256").update(text).digest();
}
