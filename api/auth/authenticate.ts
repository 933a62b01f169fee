import { API_KEY_PREFIX } from "../../core/access/api-key-format.js";
import { authenticateApiKey } from "../../core/access/api-keys.js";
import { UnauthorizedError } from "../../core/errors.js";
import { addressKey } from "../../wire/client-address.js";
import { refuseWhenSpent } from "../http/rate-limits.js";
import type { ApiServices } from "../services.js";
import type { Principal } from "./principal.js";

type Services = Pick<ApiServices, "context" | "tokens" | "revocations" | "limits">;

const BEARER = /^Bearer +([^\s]+)$/i;

/**
 * Finds out who calls. A header that is there but does not count is refused, also where anonymous callers are welcome,
 * so that nobody reads an anonymous answer for his own.
 * @throws UnauthorizedError, and RateLimitedError after many wrong API keys from one address
 */
export async function authenticate(
  services: Services,
  authorization: string | undefined,
  address: string,
): Promise<Principal> {
  if (authorization === undefined) return { kind: "anonymous" };
  const token = BEARER.exec(authorization)?.[1];
  if (token === undefined)
    throw new UnauthorizedError("Send `Authorization: Bearer <access token or API key>`.", "no_token");
  return token.startsWith(API_KEY_PREFIX)
    ? byApiKey(services, token, address)
    : byAccessToken(services, token, address);
}

export function bearsApiKey(authorization: string | undefined): boolean {
  return BEARER.exec(authorization ?? "")?.[1]?.startsWith(API_KEY_PREFIX) ?? false;
}

async function byApiKey({ context, limits }: Services, key: string, address: string): Promise<Principal> {
  const guesser = addressKey(address);
  refuseWhenSpent(await limits.look("wrongKey", guesser));
  const holder = await authenticateApiKey(context, key, address);
  if (holder !== undefined) return { kind: "key", keyId: holder.id, scopes: holder.scopes };
  await limits.take("wrongKey", guesser);
  context.log.warn({ address }, "an API key was refused");
  throw new UnauthorizedError(
    "This API key does not count: it is wrong, expired, revoked, or not for your address.",
    "bad_key",
  );
}

async function byAccessToken(
  { context, tokens, revocations }: Services,
  token: string,
  address: string,
): Promise<Principal> {
  const claims = await tokens.verify(token).catch((error: unknown) => {
    // ASVS 16.3.1. What was wrong with it, never the token: everybody's runs out every ten minutes.
    const { cause } = error instanceof Error ? error : {};
    const fault = cause instanceof Error && "code" in cause ? cause.code : "malformed";
    context.log.info({ address, fault }, "an access token was refused");
    throw error;
  });
  if (revocations.isRevoked(claims.sessionId))
    throw new UnauthorizedError("This session has ended: sign in again.", "session_ended");
  const { userId, sessionId, roles, players } = claims;
  return { kind: "user", userId, sessionId, roles, players };
}
