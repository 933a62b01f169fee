import { jwtVerify, SignJWT } from "jose";
import { randomUUID } from "node:crypto";
import * as z from "zod/mini";
import { parsePlayerId, formatPlayerId, telegramUserId, type PlayerId, type TelegramUserId } from "../../wire/ids.js";
import { role, type Role } from "../../wire/scalars.js";
import type { Clock } from "../clock.js";
import { UnauthorizedError } from "../errors.js";
import { SIGNING_ALGORITHM, type SigningKeys } from "./signing-keys.js";

/** Seconds an access token lives. */
export const ACCESS_TOKEN_SECONDS = 600;
const TOKEN_TYPE = "at+jwt";
const CLOCK_TOLERANCE_SECONDS = 5;

export interface TokenSubject {
  userId: TelegramUserId;
  sessionId: string;
  /** For the Mini App's menus only: routes with rights read the database. */
  roles: readonly Role[];
  /** Linked players, so that the live feed can send `me` frames without a query for each socket. */
  players: readonly PlayerId[];
}

export interface AccessClaims extends TokenSubject {
  expiresAt: Date;
}

export interface AccessTokens {
  sign(subject: TokenSubject): Promise<string>;
  /** @throws UnauthorizedError whatever is wrong with it; `cause` tells what, for the log */
  verify(token: string): Promise<AccessClaims>;
}

const claims = z.object({
  sub: z.string().check(z.regex(/^[1-9]\d{0,15}$/)),
  sid: z.uuid(),
  roles: z.array(role),
  players: z.array(z.string()),
  exp: z.int(),
});

export interface AccessTokenOptions {
  keys: SigningKeys;
  clock: Clock;
  /** Origin that signs and that is meant. */
  issuer: string;
}

/** Short-lived proofs of a session, checked without the database. */
export function createAccessTokens({ keys, clock, issuer }: AccessTokenOptions): AccessTokens {
  const audience = `${issuer}/api/v1`;
  return {
    async sign(subject) {
      const { kid, key } = keys.current();
      const issuedAt = Math.floor(clock.now().getTime() / 1000);
      return new SignJWT({
        sid: subject.sessionId,
        roles: subject.roles,
        players: subject.players.map(formatPlayerId),
      })
        .setProtectedHeader({ alg: SIGNING_ALGORITHM, typ: TOKEN_TYPE, kid })
        .setIssuer(issuer)
        .setAudience(audience)
        .setSubject(String(subject.userId))
        .setJti(randomUUID())
        .setIssuedAt(issuedAt)
        .setExpirationTime(issuedAt + ACCESS_TOKEN_SECONDS)
        .sign(key);
    },
    async verify(token) {
      try {
        const { payload } = await jwtVerify(token, ({ kid }) => knownKey(keys, kid), {
          algorithms: [SIGNING_ALGORITHM],
          typ: TOKEN_TYPE,
          issuer,
          audience,
          // Without `exp` in this list jose accepts a token that never expires.
          requiredClaims: ["exp", "iat", "sub", "sid"],
          clockTolerance: CLOCK_TOLERANCE_SECONDS,
          maxTokenAge: "11m",
          currentDate: clock.now(),
        });
        return readClaims(payload);
      } catch (error) {
        throw new UnauthorizedError(
          "The access token is not valid or has expired: refresh it or sign in again.",
          "bad_token",
          {
            cause: error,
          },
        );
      }
    },
  };
}

/** Only keys we published count: what a token's own `jwk`, `jku` or `x5u` names is never looked at (ASVS 9.1.3). */
function knownKey(keys: SigningKeys, kid: string | undefined) {
  const key = kid === undefined ? undefined : keys.verifier(kid);
  if (key === undefined) throw new Error("unknown kid");
  return key;
}

function readClaims(payload: unknown): AccessClaims {
  const read = claims.parse(payload);
  return {
    userId: telegramUserId(Number(read.sub)),
    sessionId: read.sid,
    roles: read.roles,
    players: read.players.flatMap((text) => parsePlayerId(text) ?? []),
    expiresAt: new Date(read.exp * 1000),
  };
}
