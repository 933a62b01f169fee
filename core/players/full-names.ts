import type { Pool } from "pg";
import { parsePlayerId, playerId, type PlayerId } from "../../wire/ids.js";

/** A player as administrators see him: the source's own name, else its number for him. */
export interface FullName {
  id: PlayerId;
  name: string;
  /** Slug. */
  source: string;
  externalId: string;
}

/** Names for people with rights, one query for all. Players that do not exist are left out. */
async function fullNames(pool: Pool, ids: readonly PlayerId[]): Promise<Map<PlayerId, FullName>> {
  if (ids.length === 0) return new Map();
  const { rows } = await pool.query<{ id: string; name: string | null; external_id: string; slug: string }>({
    name: "full-names",
    text: `select p.id, p.name, p.external_id, s.slug from players p join sources s on s.id = p.source_id
           where p.id = any($1::bigint[])`,
    values: [ids],
  });
  return new Map(
    rows.map((row) => {
      const id = playerId(Number(row.id));
      return [id, { id, name: row.name ?? row.external_id, source: row.slug, externalId: row.external_id }];
    }),
  );
}

/** As {@link fullNames}, by the public ids under which results and payouts name players. */
export async function fullNamesOf(pool: Pool, publicIds: readonly string[]): Promise<Map<string, FullName>> {
  const ids = [...new Set(publicIds)].flatMap((text) => parsePlayerId(text) ?? []);
  const names = await fullNames(pool, ids);
  return new Map([...names].map(([id, name]) => [`p${id}`, name]));
}
