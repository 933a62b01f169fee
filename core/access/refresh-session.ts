import { and, eq, isNull, sql } from "drizzle-orm";
import { refreshTokens, sessions } from "../../db/schema/access.js";
import type { CoreContext } from "../context.js";
import { UnauthorizedError } from "../errors.js";
import { appendAudit } from "./audit.js";
import { SESSIONS_CHANNEL } from "./revocations.js";
import { generateRefreshToken, readRefreshSessionId, sha256 } from "./session-tokens.js";
import { REFRESH_IDLE_MS, type OpenedSession } from "./sessions.js";

/** Two tabs that refresh at once, or an answer lost on the way, are not theft. */
const REFRESH_GRACE_MS = 10_000;

type Deps = Pick<CoreContext, "db" | "clock" | "log">;
type Transaction = Parameters<Parameters<CoreContext["db"]["transaction"]>[0]>[0];

/**
 * Trades a refresh token for the next one. A token counts once; a second use within 10 s is served as well, and after
 * that it ends the whole session, because one of the two holders is a thief.
 * @throws UnauthorizedError when the token or its session does not count any more
 */
export async function refreshSession({ db, clock, log }: Deps, token: string): Promise<OpenedSession> {
  const claimed = readRefreshSessionId(token);
  const outcome = claimed === undefined ? "unknown" : await db.transaction((tx) => rotate(tx, clock.now(), token));
  if (typeof outcome !== "string") return outcome;
  if (outcome === "reused") log.warn({ sid: claimed }, "refresh token used again: the session was ended");
  throw new UnauthorizedError("This session has ended: sign in again.", "session_ended");
}

async function rotate(tx: Transaction, now: Date, token: string): Promise<OpenedSession | "unknown" | "reused"> {
  const [held] = await tx
    .select({ sessionId: sessions.id, userId: sessions.userId, usedAt: refreshTokens.usedAt, ends: sessions.expiresAt })
    .from(refreshTokens)
    .innerJoin(sessions, eq(sessions.id, refreshTokens.sessionId))
    .where(
      and(
        eq(refreshTokens.tokenSha256, sha256(token)),
        isNull(sessions.revokedAt),
        sql`${sessions.expiresAt} > ${now}`,
        sql`${refreshTokens.expiresAt} > ${now}`,
      ),
    )
    // Also the session's row: the tabs of one session take turns.
    .for("update");
  if (held === undefined) return "unknown";
  if (held.usedAt !== null && now.getTime() - held.usedAt.getTime() > REFRESH_GRACE_MS) {
    await endFamily(tx, now, held.sessionId);
    return "reused";
  }
  const next = generateRefreshToken(held.sessionId);
  const idleEnd = new Date(Math.min(now.getTime() + REFRESH_IDLE_MS, held.ends.getTime()));
  await tx.execute(sql`
    with used as (update refresh_tokens set used_at = coalesce(used_at, ${now}) where token_sha256 = ${sha256(token)}),
    seen as (update sessions set used_at = ${now} where id = ${held.sessionId})
    insert into refresh_tokens (token_sha256, session_id, created_at, expires_at)
    values (${sha256(next)}, ${held.sessionId}, ${now}, ${idleEnd})`);
  return { sessionId: held.sessionId, userId: held.userId, refreshToken: next };
}

async function endFamily(tx: Transaction, now: Date, sessionId: string): Promise<void> {
  await tx
    .update(sessions)
    .set({ revokedAt: now, revokedReason: "refresh token reused" })
    .where(eq(sessions.id, sessionId));
  await tx.execute(sql`select pg_notify(${SESSIONS_CHANNEL}, '')`);
  const entry = { actor: "system", action: "session.revoke", detail: { reason: "refresh token reused" } };
  await appendAudit(tx, now, { ...entry, subject: `session:${sessionId}` });
}
