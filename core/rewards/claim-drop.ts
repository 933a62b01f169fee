import type { PoolClient } from "pg";
import { inTransaction } from "../../db/transaction.js";
import type { PlayerId, TelegramUserId } from "../../wire/ids.js";
import type { Cents } from "../../wire/money.js";
import { REACHABLE } from "../announcements/people-to-tell.js";
import { openText } from "../access/sealed-text.js";
import type { CoreContext } from "../context.js";
import { NotFoundError } from "../errors.js";
import { enqueueMessages } from "../telegram/outbox.js";
import { plainWord } from "./drop-input.js";
import { codeContext, findDrop, repostDrop, selectDrops, type Drop } from "./drops.js";
import { eligibleAccountsOf } from "./eligible.js";
import { grantRewards } from "./grant-rewards.js";
import { hindranceOf } from "./own-rewards.js";
import { RewardRefusedError } from "./refused.js";
import { withTotals } from "./window-totals.js";

type Deps = Pick<CoreContext, "pool" | "clock">;

/** Kind of the outbox message that tells a code, once, in private. */
export const DROP_CODE_KIND = "drop_code";

/** What a {@link DROP_CODE_KIND} message carries: never the code itself. */
export interface DropCodePayload {
  drop: string;
  number: number;
}

/** What a claim has brought. */
export interface DropClaim {
  drop: string;
  title: string;
  /** Owed as a prize; null when a code comes in the private chat. */
  amount: Cents | null;
  number: number;
}

/** Several claims within so many seconds become one edit of the posts. */
const REPOST_SECONDS = 3;

/**
 * Takes one of what is left: the decrement and the unique keys decide, so that of two people at the last one exactly one
 * gets it, and nobody two.
 * @throws NotFoundError, RewardRefusedError with the reason
 */
export async function claimDrop(context: Deps, id: string, user: TelegramUserId): Promise<DropClaim> {
  const drop = await findDrop(context, id);
  // What is claimed by a word is not there for who only knows its number.
  if (drop === undefined || drop.word !== null) throw new NotFoundError("There is no such drop.");
  return claim(context, drop, user);
}

/** As {@link claimDrop}, by the word of a drop. @throws NotFoundError for a word that is none */
export async function claimByWord(context: Deps, word: string, user: TelegramUserId): Promise<DropClaim> {
  const { pool, clock } = context;
  const [drop] = await selectDrops(
    pool,
    clock.now(),
    "where d.word = $1 order by d.closed_at is null and d.expires_at > $2 desc, d.id desc limit 1",
    [plainWord(word), clock.now()],
  );
  if (drop === undefined) throw new NotFoundError("There is no such code.");
  return claim(context, drop, user);
}

async function claim(context: Deps, drop: Drop, user: TelegramUserId): Promise<DropClaim> {
  const now = context.clock.now();
  return inTransaction(context.pool, "read committed", async (client) => {
    const player = await eligiblePlayer(client, drop, user, now);
    if (drop.amount === null) await requirePrivateChat(client, user);
    const number = await takeOne(client, drop, user, now);
    const { rowCount } = await client.query(
      `insert into drop_claims (drop_id, number, user_id, player_id, claimed_at) values ($1, $2, $3, $4, $5) on conflict do nothing`,
      [drop.id, number, user, player, now],
    );
    // The transaction is undone, and with it the decrement.
    if (rowCount === 0) throw new RewardRefusedError("already");
    if (drop.amount === null) await tellCode(client, drop.id, number, user, now);
    else await owe(client, drop, { number, user, player, amount: drop.amount });
    const isLast = number === drop.total;
    await repostDrop(client, drop.id, isLast ? 0 : REPOST_SECONDS);
    return { drop: drop.id, title: drop.title, amount: drop.amount, number };
  });
}

async function eligiblePlayer(client: PoolClient, drop: Drop, user: TelegramUserId, now: Date): Promise<PlayerId> {
  const accounts = await eligibleAccountsOf(client, user);
  if (accounts.length === 0) throw new RewardRefusedError(await hindranceOf(client, user));
  const window = { start: new Date(now.getTime() - drop.minWagerDays * 86_400_000), end: now };
  const totals = await withTotals(
    client,
    accounts.map((account) => ({ account, window })),
  );
  const [best] = totals.toSorted((a, b) => (a.total > b.total ? -1 : 1));
  if (best === undefined || best.total < drop.minWager) throw new RewardRefusedError("too_little");
  return best.account.player;
}

async function requirePrivateChat(client: PoolClient, user: TelegramUserId): Promise<void> {
  const { rowCount } = await client.query(`select from telegram_users u where u.id = $1 and ${REACHABLE}`, [user]);
  if (rowCount === 0) throw new RewardRefusedError("cannot_write");
}

/** @returns the number of the claim, from 1 */
async function takeOne(client: PoolClient, drop: Drop, user: TelegramUserId, now: Date): Promise<number> {
  const { rows } = await client.query<{ number: number }>(
    `update drops set claims_left = claims_left - 1
     where id = $1 and claims_left > 0 and closed_at is null and opens_at <= $2 and expires_at > $2
     returning claims_total - claims_left as number`,
    [drop.id, now],
  );
  const [taken] = rows;
  if (taken !== undefined) return taken.number;
  const { rowCount: had } = await client.query("select from drop_claims where drop_id = $1 and user_id = $2", [
    drop.id,
    user,
  ]);
  if (had !== 0) throw new RewardRefusedError("already");
  const [after] = await selectDrops(client, now, "where d.id = $1", [drop.id]);
  throw new RewardRefusedError(after?.state === "waiting" ? "not_yet" : after?.state === "gone" ? "gone" : "over");
}

async function owe(
  client: PoolClient,
  drop: Drop,
  claimed: { number: number; user: TelegramUserId; player: PlayerId; amount: Cents },
): Promise<void> {
  const { number, user, player, amount } = claimed;
  const [grant] = await grantRewards(
    client,
    "code",
    [{ player, user, subject: drop.id, amount, title: drop.title }],
    `drop:${drop.id}`,
  );
  if (grant === undefined) throw new RewardRefusedError("already");
  await client.query("update drop_claims set grant_id = $3 where drop_id = $1 and number = $2", [
    drop.id,
    number,
    grant,
  ]);
}

/** The outbox sends it at most once: what may have arrived is not shown a second time. */
async function tellCode(
  client: PoolClient,
  drop: string,
  number: number,
  user: TelegramUserId,
  now: Date,
): Promise<void> {
  const payload: DropCodePayload = { drop, number };
  await enqueueMessages(client, now, [
    { dedupeKey: `drop-code:${drop}:${number}`, chatId: user, kind: DROP_CODE_KIND, payload, priority: 1 },
  ]);
}

/**
 * Opens the code of a claim for its one showing.
 * @returns `undefined` when it does not belong to the person, or cannot be opened
 */
export async function openCode(
  { pool, secretsKey }: Pick<CoreContext, "pool" | "secretsKey">,
  { drop, number }: DropCodePayload,
  user: TelegramUserId,
): Promise<{ title: string; code: string } | undefined> {
  const { rows } = await pool.query<{ title: string; nonce: Buffer; ciphertext: Buffer }>(
    `select d.title, s.nonce, s.ciphertext from drop_claims c join drops d on d.id = c.drop_id
     join drop_codes s on s.drop_id = c.drop_id and s.number = c.number
     where c.drop_id = $1 and c.number = $2 and c.user_id = $3`,
    [drop, number, user],
  );
  const [row] = rows;
  const code = row === undefined ? undefined : openText(secretsKey, row, codeContext(drop, number));
  return row === undefined || code === undefined ? undefined : { title: row.title, code };
}
