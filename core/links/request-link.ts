import { randomInt } from "node:crypto";
import type { PoolClient } from "pg";
import { inTransaction } from "../../db/transaction.js";
import { playerId, sourceId, type PlayerId, type SourceId, type TelegramUserId } from "../../wire/ids.js";
import { microUsd, type MicroUsd } from "../../wire/money.js";
import type { LinkState } from "../../wire/links.js";
import type { CoreContext } from "../context.js";
import { ConflictError, InvalidInputError, NotFoundError, RateLimitedError } from "../errors.js";
import { makeChallenge, ODD_AMOUNTS, type RandomBelow } from "./challenge.js";
import { lockLink, type Link } from "./link-record.js";

type Deps = Pick<CoreContext, "pool">;

/** Time to place two small wagers or to change a name; totals of a slow source come within minutes too. */
const CHALLENGE_HOURS = 2;
/** More requests than honest mistakes need, too few to look for names. */
const REQUESTS_A_DAY = 10;
/** Amounts wagered in this time are not asked for. */
const RECENT_DAYS = 30;

export interface LinkRequest {
  user: TelegramUserId;
  /** Slug. */
  source: string;
  /** The source's own id of the account, or its name there. */
  player: string;
}

/**
 * Asks for a link. The answer carries the challenge; asking again for the same account gives the same one, asking for
 * another withdraws it.
 * @param randomBelow given by tests
 * @throws NotFoundError for an unknown source or account, InvalidInputError when several accounts have the name,
 *   ConflictError when the account is his already or another request waits for a decision, RateLimitedError
 */
export async function requestLink(
  { pool }: Deps,
  request: LinkRequest,
  randomBelow: RandomBelow = (bound) => randomInt(bound),
): Promise<Link> {
  return inTransaction(pool, "read committed", async (client) => {
    await lockPerson(client, request.user);
    const account = await findAccount(client, request.source, request.player.trim());
    const open = await openRequest(client, request.user, account);
    if (open !== undefined) return open;
    await refuseFlood(client, request.user);
    const taken = await takenAmounts(client, account);
    const { amounts, nameSuffix } = makeChallenge(taken, randomBelow);
    const { rows } = await client.query<{ id: string }>(
      `insert into links (user_id, source_id, player_id, state, first_amount, second_amount, name_suffix, created_at, expires_at)
       values ($1, $2, $3, 'pending', $4, $5, $6, clock_timestamp(), clock_timestamp() + make_interval(hours => $7))
       returning id::text`,
      [
        request.user,
        account.source,
        account.player,
        amounts[0].toString(),
        amounts[1].toString(),
        nameSuffix,
        CHALLENGE_HOURS,
      ],
    );
    return lockLink(client, rows[0]?.id ?? "");
  });
}

/** Requests of one person take turns, so that two taps make one. */
async function lockPerson(client: PoolClient, user: TelegramUserId): Promise<void> {
  const { rowCount } = await client.query(
    "select from telegram_users where id = $1 and banned_at is null for no key update",
    [user],
  );
  if (rowCount === 0) throw new NotFoundError("This person is not known here.");
}

interface Account {
  source: SourceId;
  player: PlayerId;
}

/** By id, else by the very name, else by the name in any case: whoever proves it owns it. */
const FIND = `
  select s.id as source_id, c.id::text as player_id, c.fit
  from sources s
  left join lateral (
    select id, 1 as fit from players where source_id = s.id and external_id = $2
    union all
    select id, case when name = $2 then 2 else 3 end from players where source_id = s.id and lower(name) = lower($2)
    order by fit limit 3
  ) c on true
  where s.slug = $1 and s.removed_at is null order by c.fit`;

async function findAccount(client: PoolClient, slug: string, text: string): Promise<Account> {
  const readable = text.includes("\0") ? "" : text;
  const { rows } = await client.query<{ source_id: number; player_id: string | null; fit: number | null }>(FIND, [
    slug,
    readable,
  ]);
  const [best, next] = rows;
  if (best === undefined) throw new NotFoundError("There is no such casino here.");
  if (best.player_id === null) {
    throw new NotFoundError(
      "No account of that name plays under our code. Check the spelling, or use the casino's own account id; a new account appears here with its first wager.",
    );
  }
  if (next !== undefined && next.fit === best.fit) {
    throw new InvalidInputError("Several accounts have this name.", [
      { path: "player", message: "use the casino's own account id" },
    ]);
  }
  return { source: sourceId(best.source_id), player: playerId(Number(best.player_id)) };
}

/**
 * The request that waits for this account already. One for another account gives way, unless it is proven or with the
 * administrators.
 */
async function openRequest(client: PoolClient, user: TelegramUserId, account: Account): Promise<Link | undefined> {
  const { rows } = await client.query<{ id: string; state: LinkState; player_id: string; is_running: boolean }>(
    `select id::text, state, player_id::text, coalesce(expires_at > clock_timestamp(), true) as is_running from links
     where user_id = $1 and source_id = $2 and state in ('pending', 'under_review', 'cooling', 'approved')`,
    [user, account.source],
  );
  const isHere = (row: { player_id: string }) => Number(row.player_id) === account.player;
  if (rows.some((row) => row.state === "approved" && isHere(row))) {
    throw new ConflictError("This account is linked to you already.", ["unlink"]);
  }
  const open = rows.find((row) => row.state !== "approved");
  if (open === undefined) return undefined;
  if (isHere(open) && (open.state !== "pending" || open.is_running)) return lockLink(client, open.id);
  if (open.state !== "pending") {
    throw new ConflictError("Another request of yours at this casino waits: withdraw it first.", ["withdraw"]);
  }
  await client.query("update links set state = $2, decided_at = clock_timestamp() where id = $1", [
    open.id,
    open.is_running ? "withdrawn" : "expired",
  ]);
  return undefined;
}

async function refuseFlood(client: PoolClient, user: TelegramUserId): Promise<void> {
  const { rows } = await client.query<{ requests: number }>(
    "select count(*)::int as requests from links where user_id = $1 and created_at > clock_timestamp() - interval '1 day'",
    [user],
  );
  if ((rows[0]?.requests ?? 0) < REQUESTS_A_DAY) return;
  throw new RateLimitedError("Those were many requests: ask again tomorrow.", 86_400);
}

/** What the account wagered lately, and what is asked of others who want it. */
async function takenAmounts(client: PoolClient, { source, player }: Account): Promise<Set<MicroUsd>> {
  const { rows } = await client.query<{ amount: string }>(
    `select distinct delta::text as amount from ledger
     where source_id = $1 and player_id = $2 and occurred_at > clock_timestamp() - make_interval(days => $3)
       and delta = any($4::bigint[])
     union
     select unnest(array[first_amount, second_amount])::text from links
     where source_id = $1 and player_id = $2 and state = 'pending'`,
    [source, player, RECENT_DAYS, ODD_AMOUNTS.map(String)],
  );
  return new Set(rows.map(({ amount }) => microUsd(BigInt(amount))));
}
