import type { Pool, PoolClient } from "pg";
import { drizzleOn } from "../../db/connect.js";
import { inTransaction } from "../../db/transaction.js";
import { formatMicroUsd, microUsd, parseMicroUsd, type MicroUsd } from "../../wire/money.js";
import { appendAudit } from "../access/audit.js";
import type { CoreContext } from "../context.js";
import { InvalidInputError, type InputIssue } from "../errors.js";
import { judgeEverybodyAnew } from "./reward-cursor.js";

/** A status level, from a lifetime wager on. */
export interface TierLevel {
  name: string;
  from: MicroUsd;
}

export interface VipTier extends TierLevel {
  /** Null on the highest level. */
  next: TierLevel | null;
}

/** The level of a lifetime wager; corrections may lower it. @param ladder ascending, from 0 */
export function tierOf(ladder: readonly TierLevel[], lifetime: MicroUsd): VipTier {
  const reached = ladder.filter((tier) => tier.from <= lifetime).length;
  const at = Math.max(reached - 1, 0);
  const { name, from } = ladder[at] ?? { name: "", from: microUsd(0n) };
  return { name, from, next: ladder[at + 1] ?? null };
}

/** The configured ladder, lowest level first: the one table that bot, Mini App and API show. */
export async function readVipLadder(client: Pool | PoolClient): Promise<TierLevel[]> {
  const { rows } = await client.query<{ name: string; from_wager: string }>(
    "select name, from_wager::text from vip_tiers order by position",
  );
  return rows.map((row) => ({ name: row.name, from: microUsd(BigInt(row.from_wager)) }));
}

/** More levels than the longest known ladder has. */
const MAX_LEVELS = 20;

/**
 * Replaces the whole ladder. Everybody's level is then judged anew without a word: nobody has stepped up because a table
 * was changed.
 * @throws InvalidInputError when it does not begin at 0, does not ascend, or two levels share a name
 */
export async function replaceVipLadder(
  { pool, clock }: Pick<CoreContext, "pool" | "clock">,
  levels: readonly { name: string; from: string }[],
  actor: string,
): Promise<TierLevel[]> {
  const ladder = checkLadder(levels);
  return inTransaction(pool, "read committed", async (client) => {
    await client.query("delete from vip_tiers");
    await client.query(
      `insert into vip_tiers (position, name, from_wager)
       select position, name, from_wager from unnest($1::text[], $2::bigint[]) with ordinality as t(name, from_wager, position)`,
      [ladder.map(({ name }) => name), ladder.map(({ from }) => from.toString())],
    );
    await client.query("delete from person_tiers");
    await judgeEverybodyAnew(client);
    const detail = { tiers: ladder.map(({ name, from }) => ({ name, from: formatMicroUsd(from) })) };
    await appendAudit(drizzleOn(client), clock.now(), { actor, action: "tiers.replace", subject: "tiers", detail });
    return ladder;
  });
}

function checkLadder(levels: readonly { name: string; from: string }[]): TierLevel[] {
  const issues: InputIssue[] = [];
  if (levels.length === 0 || levels.length > MAX_LEVELS) issues.push({ path: "tiers", message: "must be 1 to 20" });
  const ladder = levels.map(({ name, from }, at) => {
    const amount = parseMicroUsd(from);
    if (amount === undefined) issues.push({ path: `tiers.${at}.from`, message: "must be USD with at most 6 decimals" });
    const trimmed = name.trim();
    if (trimmed.length < 1 || trimmed.length > 30) {
      issues.push({ path: `tiers.${at}.name`, message: "must have 1 to 30 characters" });
    }
    return { name: trimmed, from: amount ?? microUsd(0n) };
  });
  for (const [at, { name, from }] of ladder.entries()) {
    const lower = ladder[at - 1];
    if (at === 0 && from !== 0n) issues.push({ path: "tiers.0.from", message: "the lowest level begins at 0" });
    if (lower !== undefined && from <= lower.from) issues.push({ path: `tiers.${at}.from`, message: "must ascend" });
    if (ladder.findIndex((other) => other.name === name) !== at) {
      issues.push({ path: `tiers.${at}.name`, message: "is the name of another level" });
    }
  }
  if (issues.length > 0) throw new InvalidInputError("The ladder cannot be used.", issues);
  return ladder;
}
