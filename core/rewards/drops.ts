import type { Pool, PoolClient } from "pg";
import { drizzleOn } from "../../db/connect.js";
import { inTransaction } from "../../db/transaction.js";
import { cents, formatCents, microUsd, type Cents, type MicroUsd } from "../../wire/money.js";
import { appendAudit } from "../access/audit.js";
import { sealText } from "../access/sealed-text.js";
import { FOLLOWING_GROUPS } from "../announcements/race-news.js";
import type { CoreContext } from "../context.js";
import { ConflictError, NotFoundError } from "../errors.js";
import type { NewDrop } from "./drop-input.js";

type Deps = Pick<CoreContext, "pool" | "clock" | "secretsKey">;

/** Kind of the outbox message that shows a drop in a group, and later that it is over. */
export const DROP_POST_KIND = "drop_post";

/** What a {@link DROP_POST_KIND} message carries; the figures are those of the moment it is sent. */
export interface DropPostPayload {
  drop: string;
}

/** Something for the first n. Its codes are not part of it: nobody but their claimers sees them. */
export interface Drop {
  id: string;
  title: string;
  /** What each claim is worth; null when it gives a code of the casino. */
  amount: Cents | null;
  word: string | null;
  total: number;
  left: number;
  minWager: MicroUsd;
  minWagerDays: number;
  opensAt: Date;
  expiresAt: Date;
  state: "waiting" | "open" | "gone" | "over";
}

interface DropRow {
  id: string;
  title: string;
  amount: string | null;
  word: string | null;
  claims_total: number;
  claims_left: number;
  min_wager: string;
  min_wager_days: number;
  opens_at: Date;
  expires_at: Date;
  closed_at: Date | null;
}

const DROPS = `
  select d.id::text, d.title, d.amount::text, d.word, d.claims_total, d.claims_left, d.min_wager::text, d.min_wager_days,
         d.opens_at, d.expires_at, d.closed_at from drops d`;

/** @param condition SQL over `d`, with order and limit */
export async function selectDrops(
  client: Pool | PoolClient,
  now: Date,
  condition: string,
  values: readonly unknown[],
): Promise<Drop[]> {
  const { rows } = await client.query<DropRow>(`${DROPS} ${condition}`, [...values]);
  return rows.map((row) => ({
    id: row.id,
    title: row.title,
    amount: row.amount === null ? null : cents(BigInt(row.amount)),
    word: row.word,
    total: row.claims_total,
    left: row.claims_left,
    minWager: microUsd(BigInt(row.min_wager)),
    minWagerDays: row.min_wager_days,
    opensAt: row.opens_at,
    expiresAt: row.expires_at,
    state: stateOf(row, now),
  }));
}

function stateOf(row: DropRow, now: Date): Drop["state"] {
  if (row.claims_left === 0) return "gone";
  if (row.closed_at !== null || row.expires_at <= now) return "over";
  return row.opens_at > now ? "waiting" : "open";
}

/** Drops that anybody eligible can claim by a button now; those with a word are known to who knows the word. */
export async function openDrops({ pool, clock }: Pick<Deps, "pool" | "clock">): Promise<Drop[]> {
  const now = clock.now();
  return selectDrops(
    pool,
    now,
    "where d.word is null and d.closed_at is null and d.claims_left > 0 and d.opens_at <= $1 and d.expires_at > $1 order by d.expires_at limit 50",
    [now],
  );
}

/** The newest drops, for administrators. */
export async function listDrops({ pool, clock }: Pick<Deps, "pool" | "clock">, limit: number): Promise<Drop[]> {
  return selectDrops(pool, clock.now(), "order by d.id desc limit $1", [limit]);
}

/** @returns `undefined` when there is no such drop: ids are opaque to those who send them */
export async function findDrop({ pool, clock }: Pick<Deps, "pool" | "clock">, id: string): Promise<Drop | undefined> {
  if (!/^[1-9]\d{0,14}$/.test(id)) return undefined;
  return (await selectDrops(pool, clock.now(), "where d.id = $1", [id]))[0];
}

/** What a sealed code is bound to: copied to another drop or number it does not open. */
export function codeContext(drop: string, number: number): string {
  return `drop:${drop}:${number}`;
}

/**
 * Makes a drop, its codes sealed, and shows it in the groups that follow when it is claimed by a button.
 * @throws ConflictError when an open drop has the word already
 */
export async function makeDrop(context: Deps, drop: NewDrop, actor: string): Promise<Drop> {
  const now = context.clock.now();
  return inTransaction(context.pool, "read committed", async (client) => {
    if (drop.word !== null) await refuseTakenWord(client, drop.word, now);
    const { rows } = await client.query<{ id: string }>(
      `insert into drops (title, amount, word, claims_total, claims_left, min_wager, min_wager_days, opens_at, expires_at, created_by, created_at)
       values ($1, $2, $3, $4, $4, $5, $6, $7, $8, $9, $10) returning id::text`,
      [
        drop.title,
        drop.amount?.toString() ?? null,
        drop.word,
        drop.claims,
        drop.minWager.toString(),
        drop.minWagerDays,
        drop.opensAt,
        drop.expiresAt,
        actor,
        now,
      ],
    );
    const id = rows[0]?.id ?? "";
    await sealCodes(context, client, id, drop.codes);
    if (drop.word === null) await postDrop(client, id, drop.opensAt);
    await appendAudit(drizzleOn(client), now, {
      actor,
      action: "drop.make",
      subject: `drop:${id}`,
      detail: {
        title: drop.title,
        amount: drop.amount === null ? null : formatCents(drop.amount),
        claims: drop.claims,
        expiresAt: drop.expiresAt.toISOString(),
      },
    });
    const [made] = await selectDrops(client, now, "where d.id = $1", [id]);
    if (made === undefined) throw new Error("a drop that was just written is there");
    return made;
  });
}

/** Two drops of one word made at the same moment take turns. */
async function refuseTakenWord(client: PoolClient, word: string, now: Date): Promise<void> {
  await client.query("select pg_advisory_xact_lock(hashtextextended('drop:' || $1::text, 0))", [word]);
  const { rowCount } = await client.query(
    "select from drops where word = $1 and closed_at is null and expires_at > $2 limit 1",
    [word, now],
  );
  if (rowCount !== 0) throw new ConflictError("Another drop has this word at the moment.");
}

async function sealCodes(
  { secretsKey }: Deps,
  client: PoolClient,
  drop: string,
  codes: readonly string[],
): Promise<void> {
  if (codes.length === 0) return;
  const sealed = codes.map((code, at) => sealText(secretsKey, code, codeContext(drop, at + 1)));
  await client.query(
    `insert into drop_codes (drop_id, number, nonce, ciphertext)
     select $1, number, nonce, ciphertext from unnest($2::bytea[], $3::bytea[]) with ordinality as c(nonce, ciphertext, number)`,
    [drop, sealed.map(({ nonce }) => nonce), sealed.map(({ ciphertext }) => ciphertext)],
  );
}

const POST = `
  insert into telegram_outbox (dedupe_key, chat_id, thread_id, kind, payload, priority, send_after, expires_at, created_at)
  select 'drop:' || d.id || ':' || c.id, c.id, c.thread_id, $3, jsonb_build_object('drop', d.id::text), 2, $2, d.expires_at,
         clock_timestamp()
  from drops d, ${FOLLOWING_GROUPS} and coalesce(s.announcements, true) and d.id = $1
  on conflict (dedupe_key) do nothing`;

async function postDrop(client: PoolClient, drop: string, at: Date): Promise<void> {
  await client.query(POST, [drop, at, DROP_POST_KIND]);
}

/** Asks for the posts of a drop to be brought up to date: of those that were sent. */
const REPOST = `
  update telegram_outbox o set state = 'ready', attempts = 0, last_error = null, expires_at = null,
    send_after = clock_timestamp() + make_interval(secs => $2)
  where o.dedupe_key in (select 'drop:' || $1::text || ':' || c.id from telegram_chats c where c.kind in ('group', 'supergroup'))
    and o.kind = $3 and o.state = 'sent'`;

/** @param delaySeconds several claims within it become one edit */
export async function repostDrop(client: Pool | PoolClient, drop: string, delaySeconds: number): Promise<void> {
  await client.query(REPOST, [drop, delaySeconds, DROP_POST_KIND]);
}

/** Ends a drop before its time; what was claimed stays. @throws NotFoundError, ConflictError when it is over */
export async function closeDrop(context: Deps, id: string, actor: string): Promise<Drop> {
  const drop = await findDrop(context, id);
  if (drop === undefined) throw new NotFoundError("There is no such drop.");
  const now = context.clock.now();
  return inTransaction(context.pool, "read committed", async (client) => {
    const { rowCount } = await client.query(
      "update drops set closed_at = $2 where id = $1 and closed_at is null and expires_at > $2",
      [drop.id, now],
    );
    if (rowCount === 0) throw new ConflictError("The drop is over already.");
    await repostDrop(client, drop.id, 0);
    await appendAudit(drizzleOn(client), now, { actor, action: "drop.close", subject: `drop:${drop.id}` });
    return { ...drop, state: drop.left === 0 ? "gone" : "over" };
  });
}

/**
 * Brings the posts of drops that have ended up to date, once: by the clock, and those whose last claim met an edit that was
 * just on its way. @returns how many ended
 */
export async function endDrops({ pool, clock }: Pick<Deps, "pool" | "clock">): Promise<number> {
  return inTransaction(pool, "read committed", async (client) => {
    const { rows } = await client.query<{ id: string }>(
      "update drops set end_told_at = $1 where end_told_at is null and (expires_at <= $1 or closed_at is not null or claims_left = 0) returning id::text",
      [clock.now()],
    );
    for (const { id } of rows) await repostDrop(client, id, 0);
    return rows.length;
  });
}
