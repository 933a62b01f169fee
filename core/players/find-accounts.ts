import { playerId } from "../../wire/ids.js";
import type { CoreContext } from "../context.js";
import type { FullName } from "./full-names.js";

export interface AccountQuery {
  /** The beginning of a name, any case, or of the source's own id. */
  text: string | undefined;
  limit: number;
}

/** Casino accounts for administrators, those named exactly so first; without a text the newest ones. */
export async function findAccounts(
  { pool }: Pick<CoreContext, "pool">,
  { text, limit }: AccountQuery,
): Promise<FullName[]> {
  const { rows } = await pool.query<{ id: string; name: string | null; external_id: string; slug: string }>(
    `select p.id::text, p.name, p.external_id, s.slug from players p join sources s on s.id = p.source_id
     where $1::text is null or starts_with(lower(p.name), lower($1)) or starts_with(p.external_id, $1)
     order by (lower(p.name) = lower($1) or p.external_id = $1) desc nulls last, p.id desc limit $2`,
    [text?.trim().replaceAll("\0", "") ?? null, limit],
  );
  return rows.map((row) => ({
    id: playerId(Number(row.id)),
    name: row.name ?? row.external_id,
    source: row.slug,
    externalId: row.external_id,
  }));
}
