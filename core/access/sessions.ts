import { randomUUID } from "node:crypto";
import { inTransaction } from "../../db/transaction.js";
import { telegramUserId, type TelegramUserId } from "../../wire/ids.js";
import type { Role } from "../../wire/scalars.js";
import type { CoreContext } from "../context.js";
import { NotFoundError, UnauthorizedError } from "../errors.js";
import { rememberTelegramUser, type TelegramPerson } from "../people/telegram-users.js";
import { refuseBanned } from "./refuse-banned.js";
import { SESSIONS_CHANNEL } from "./revocations.js";
import { generateRefreshToken, sha256 } from "./session-tokens.js";

/** From sign-in to the end of the session, however busy it is. */
const SESSION_LIFE_MS = 7 * 86_400_000;
/** Longest pause between two refreshes. */
export const REFRESH_IDLE_MS = 24 * 3_600_000;
/** Times one initData may be exchanged within its hour: a WebView that reloads exchanges it again. */
const MAX_EXCHANGES = 10;
const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** Where a request came from, shown to the person in the list of sessions. */
export interface ClientTrace {
  address: string;
  userAgent: string | null;
}

export interface OpenedSession {
  sessionId: string;
  userId: TelegramUserId;
  refreshToken: string;
}

interface ReplacedSession {
  id: string;
  address: string | null;
  user_agent: string | null;
}

/**
 * Opens a session for a person whose initData has just been verified. The same initData replaces its earlier session
 * instead of adding one.
 * @param initDataHash the `hash` field of the initData
 * @throws UnauthorizedError after ten exchanges of the same initData, ForbiddenError for a banned person
 */
export async function openSession(
  context: Pick<CoreContext, "db" | "pool" | "clock" | "log">,
  person: TelegramPerson,
  initDataHash: string,
  trace: ClientTrace,
): Promise<OpenedSession> {
  await rememberTelegramUser(context, person);
  await refuseBanned(context, person.id);
  const sessionId = randomUUID();
  const refreshToken = generateRefreshToken(sessionId);
  const { opened, replaced } = await replaceSession(context, {
    sessionId,
    userId: person.id,
    initDataSha256: sha256(initDataHash),
    tokenSha256: sha256(refreshToken),
    trace,
  });
  for (const earlier of replaced) {
    const moved = earlier.address !== trace.address || earlier.user_agent !== trace.userAgent;
    const fields = { sid: earlier.id, successor: sessionId, user_id: person.id };
    if (moved) context.log.warn(fields, "initData was exchanged again from another address or program");
    else context.log.info(fields, "initData was exchanged again");
  }
  if (!opened)
    throw new UnauthorizedError("This launch was used too often: reopen the app from Telegram.", "launch_used_up");
  return { sessionId, userId: person.id, refreshToken };
}

interface NewSession {
  sessionId: string;
  userId: TelegramUserId;
  initDataSha256: Buffer;
  tokenSha256: Buffer;
  trace: ClientTrace;
}

// The count is taken before the row is added: all parts of one statement see the same snapshot.
const REPLACE_SQL = `
  with earlier as (select count(*)::int as exchanges from sessions where init_data_sha256 = $3),
  replaced as (
    update sessions set revoked_at = $7, revoked_reason = 'replaced'
    where init_data_sha256 = $3 and revoked_at is null returning id, host(address) as address, user_agent),
  opened as (
    insert into sessions (id, user_id, init_data_sha256, exchanges, user_agent, address, created_at, used_at, expires_at)
    select $1, $2, $3, earlier.exchanges + 1, $5, $6, $7, $7, $8 from earlier where earlier.exchanges < $10
    returning id),
  token as (
    insert into refresh_tokens (token_sha256, session_id, created_at, expires_at)
    select $4, opened.id, $7, $9 from opened)
  select exists (select from opened) as opened,
    coalesce((select json_agg(replaced) from replaced), '[]') as replaced,
    (select count(pg_notify('${SESSIONS_CHANNEL}', '')) from replaced) as told`;

async function replaceSession(
  { pool, clock }: Pick<CoreContext, "pool" | "clock">,
  session: NewSession,
): Promise<{ opened: boolean; replaced: ReplacedSession[] }> {
  const now = clock.now();
  return inTransaction(pool, "read committed", async (client) => {
    // Two tabs that exchange the same initData at once must see each other.
    await client.query("select pg_advisory_xact_lock(hashtextextended($1, 0))", [
      session.initDataSha256.toString("hex"),
    ]);
    const { rows } = await client.query<{ opened: boolean; replaced: ReplacedSession[] }>(REPLACE_SQL, [
      session.sessionId,
      session.userId,
      session.initDataSha256,
      session.tokenSha256,
      session.trace.userAgent,
      session.trace.address,
      now,
      new Date(now.getTime() + SESSION_LIFE_MS),
      new Date(now.getTime() + REFRESH_IDLE_MS),
      MAX_EXCHANGES,
    ]);
    return rows[0] ?? { opened: false, replaced: [] };
  });
}

export interface SessionSummary {
  id: string;
  createdAt: Date;
  usedAt: Date;
  expiresAt: Date;
  userAgent: string | null;
  address: string | null;
}

/** The person's live sessions, last used first. */
export async function listSessions(
  { pool, clock }: Pick<CoreContext, "pool" | "clock">,
  userId: TelegramUserId,
): Promise<SessionSummary[]> {
  const { rows } = await pool.query<SessionSummary>(
    `select id, created_at as "createdAt", used_at as "usedAt", expires_at as "expiresAt",
       user_agent as "userAgent", host(address) as address
     from sessions where user_id = $1 and revoked_at is null and expires_at > $2 order by used_at desc limit 100`,
    [userId, clock.now()],
  );
  return rows;
}

/** Ends one of the person's own sessions. @throws NotFoundError when he has no such live session */
export async function endSession(
  { pool, clock }: Pick<CoreContext, "pool" | "clock">,
  userId: TelegramUserId,
  sessionId: string,
  reason: string,
): Promise<void> {
  if (!UUID.test(sessionId)) throw new NotFoundError("There is no such session.");
  const { rowCount } = await pool.query(
    `with ended as (
       update sessions set revoked_at = $3, revoked_reason = $4
       where id = $1 and user_id = $2 and revoked_at is null returning id)
     select pg_notify('${SESSIONS_CHANNEL}', '') from ended`,
    [sessionId, userId, clock.now(), reason],
  );
  if (rowCount === 0) throw new NotFoundError("There is no such session.");
}

/** Ends all sessions of a person: a ban, or a lost phone. @returns how many there were */
export async function endAllSessions(
  { pool, clock }: Pick<CoreContext, "pool" | "clock">,
  userId: TelegramUserId,
  reason: string,
): Promise<number> {
  const { rowCount } = await pool.query(
    `with ended as (
       update sessions set revoked_at = $2, revoked_reason = $3 where user_id = $1 and revoked_at is null returning id)
     select pg_notify('${SESSIONS_CHANNEL}', '') from ended`,
    [userId, clock.now(), reason],
  );
  return rowCount ?? 0;
}

/**
 * Who holds a session right now and with which rights, from the database: for routes with rights, where a token that
 * is ten minutes old is not good enough.
 * @returns `undefined` when the session has ended
 */
export async function readLiveSession(
  { pool, clock }: Pick<CoreContext, "pool" | "clock">,
  sessionId: string,
): Promise<{ userId: TelegramUserId; roles: Role[] } | undefined> {
  const { rows } = await pool.query<{ user_id: string; roles: Role[] }>({
    name: "live-session",
    text: `select s.user_id, array(select r.role from user_roles r where r.user_id = s.user_id) as roles
      from sessions s where s.id = $1 and s.revoked_at is null and s.expires_at > $2`,
    values: [sessionId, clock.now()],
  });
  const row = rows[0];
  return row && { userId: telegramUserId(Number(row.user_id)), roles: row.roles };
}
