import type { Pool } from "pg";
import { playerId, type PlayerId } from "../../wire/ids.js";
import { maskName } from "./mask-name.js";

interface NameRow {
  id: string;
  name: string | null;
  is_private: boolean;
  alias: string | null;
  show_full_names: boolean;
}

/** Alias, else the masked name; the operator's setting shows full names except of players whom the source marks private. */
const PUBLIC_NAMES = {
  name: "public-names",
  text: `
    select p.id, p.name, p.is_private, u.alias, s.show_full_names
    from players p
    cross join operator_settings s
    left join links l on l.player_id = p.id and l.state = 'approved'
    left join telegram_users u on u.id = l.user_id
    where p.id = any($1::bigint[])`,
};

/** Names for public surfaces, one query for all. Players that do not exist are left out. */
export async function publicNames(pool: Pool, ids: readonly PlayerId[]): Promise<Map<PlayerId, string>> {
  if (ids.length === 0) return new Map();
  const { rows } = await pool.query<NameRow>({ ...PUBLIC_NAMES, values: [ids] });
  return new Map(rows.map((row) => [playerId(Number(row.id)), publicName(row)]));
}

function publicName(row: NameRow): string {
  if (row.alias !== null) return row.alias;
  if (row.show_full_names && row.name !== null && !row.is_private) return row.name;
  return maskName(row.name, playerId(Number(row.id)));
}
