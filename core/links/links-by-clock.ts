import type { Pool, PoolClient } from "pg";
import { inTransaction } from "../../db/transaction.js";
import type { CoreContext } from "../context.js";
import { tellOwner } from "./link-notices.js";
import { lockLink, type Link } from "./link-record.js";
import { takeEffect, takeOver } from "./move-link.js";
import type { LinkProof } from "../../wire/links.js";

type Deps = Pick<CoreContext, "pool" | "clock" | "log">;

const SYSTEM = { actor: "system" };
/** A casino may post a wager minutes after it was made. */
const LATE_DATA_MINUTES = 10;

/**
 * Looks for the proofs that pending requests wait for. A wager counts by its first revision, a total by its difference,
 * both made and recorded after the challenge was given; the casino's clock may be a minute behind. In a source of totals
 * both wagers may have come between two of them, so that their sum counts too; rounding of totals may cost a micro-USD.
 */
const PROOFS = `
  select o.id::text, w.first_ref, w.second_ref, w.sum_ref, n.name
  from links o
  cross join lateral (
    select min(e.ref) filter (where abs(e.delta - o.first_amount) <= e.slack) as first_ref,
           min(e.ref) filter (where abs(e.delta - o.second_amount) <= e.slack) as second_ref,
           min(e.ref) filter (where e.kind = 'snapshot' and abs(e.delta - o.first_amount - o.second_amount) <= e.slack) as sum_ref
    from (
      select ref, kind, delta, case kind when 'snapshot' then 1 else 0 end as slack from ledger
      where source_id = o.source_id and player_id = o.player_id
        and occurred_at >= o.created_at - interval '1 minute' and occurred_at <= o.expires_at
        and recorded_at > o.created_at
        and ((kind = 'wager' and seq = 1) or (kind = 'snapshot' and covers_from is not null))
    ) e
  ) w
  left join lateral (
    select name from player_names
    where player_id = o.player_id and seen_at >= o.created_at - interval '1 minute'
      and right(lower(name), length(o.name_suffix)) = o.name_suffix
    order by seen_at limit 1
  ) n on true
  where o.state = 'pending'
    and (n.name is not null or w.sum_ref is not null or (w.first_ref is not null and w.second_ref is not null))
  order by o.id limit 500`;

interface FoundProof {
  id: string;
  first_ref: string | null;
  second_ref: string | null;
  sum_ref: string | null;
  name: string | null;
}

/** Activates, or begins the transfer of, every link whose proof has come. @returns how many */
export async function findLinkProofs(context: Deps): Promise<number> {
  const { rows } = await context.pool.query<FoundProof>(PROOFS);
  let found = 0;
  for (const row of rows) {
    const link = await eachAlone(context, row.id, async (client, open) =>
      open.state === "pending" ? takeEffect(context, client, open, provenBy(row), SYSTEM) : undefined,
    );
    if (link !== undefined) found += 1;
  }
  return found;
}

function provenBy(row: FoundProof): { proof: LinkProof; detail: unknown } {
  if (row.name !== null) return { proof: "name_suffix", detail: { name: row.name } };
  const entries = row.sum_ref === null ? [row.first_ref, row.second_ref] : [row.sum_ref];
  return { proof: "wager_pattern", detail: { entries } };
}

/** Ends challenges whose time is over, and lets transfers take effect. @returns how many links moved */
export async function keepLinkDeadlines(context: Deps): Promise<number> {
  const { rows } = await context.pool.query<{ id: string }>(
    `select id::text from links
     where (state = 'pending' and expires_at + make_interval(mins => $1) <= clock_timestamp())
        or (state = 'cooling' and effective_at <= clock_timestamp())
     order by id limit 500`,
    [LATE_DATA_MINUTES],
  );
  let moved = 0;
  for (const { id } of rows) {
    const link = await eachAlone(context, id, async (client, due) => {
      if (due.state === "pending") return expire(client, due);
      if (due.state !== "cooling" || due.proof === null) return undefined;
      return takeOver(context, client, due, { proof: due.proof, detail: due.proofDetail }, SYSTEM);
    });
    if (link !== undefined) moved += 1;
  }
  return moved;
}

async function expire(client: PoolClient, link: Link): Promise<Link> {
  await client.query("update links set state = 'expired', decided_at = clock_timestamp() where id = $1", [link.id]);
  await tellOwner(client, link, "expired");
  return lockLink(client, link.id);
}

/** One link in a transaction of its own: one that cannot be moved does not hold up the others. */
async function eachAlone(
  { pool, log }: Pick<Deps, "log"> & { pool: Pool },
  id: string,
  move: (client: PoolClient, link: Link) => Promise<Link | undefined>,
): Promise<Link | undefined> {
  try {
    return await inTransaction(pool, "read committed", async (client) => move(client, await lockLink(client, id)));
  } catch (error) {
    log.error({ err: error, link: id }, "a link could not be moved; the next round tries again");
    return undefined;
  }
}
