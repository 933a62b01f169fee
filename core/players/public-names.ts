import type { Pool } from "pg";
import { playerId, type PlayerId } from "../../wire/ids.js";
import { settingsOf } from "../people/settings.js";
import { maskName } from "./mask-name.js";

interface NameRow {
  id: string;
  name: string | null;
  is_private: boolean;
  is_anonymous: boolean;
  alias: string | null;
  settings: unknown;
  show_full_names: boolean;
}

/** One row a player: what the source says, what the person behind it chose, and what the operator shows. */
const NAMES = `
  select p.id, p.name, p.is_private, p.is_anonymous, u.alias, u.settings, s.show_full_names
  from players p
  cross join operator_settings s
  left join links l on l.player_id = p.id and l.state = 'approved'
  left join telegram_users u on u.id = l.user_id`;

const PUBLIC_NAMES = { name: "public-names", text: `${NAMES} where p.id = any($1::bigint[])` };
const NAMES_AFTER = { name: "public-names-after", text: `${NAMES} where p.id > $1 order by p.id limit $2` };

/** Names for public surfaces, one query for all. Players that do not exist are left out. */
export async function publicNames(pool: Pool, ids: readonly PlayerId[]): Promise<Map<PlayerId, string>> {
  if (ids.length === 0) return new Map();
  const { rows } = await pool.query<NameRow>({ ...PUBLIC_NAMES, values: [ids] });
  return new Map(rows.map((row) => [playerId(Number(row.id)), publicName(row)]));
}

/** As {@link publicNames}, of the next players by id: to read all of them in turns. Keys come in the order of ids. */
export async function publicNamesAfter(pool: Pool, after: PlayerId, limit: number): Promise<Map<PlayerId, string>> {
  const { rows } = await pool.query<NameRow>({ ...NAMES_AFTER, values: [after, limit] });
  return new Map(rows.map((row) => [playerId(Number(row.id)), publicName(row)]));
}

const NOBODY = { alias: null, nameDisplay: "default" };

/**
 * Alias, else the source's name as its owner wants it shown, else as the operator shows everybody: whole (except of
 * players whom the source marks private) or masked. Who had himself erased shows no letter.
 */
function publicName(row: NameRow): string {
  const id = playerId(Number(row.id));
  // Most players are nobody's in Telegram: no settings to understand, which was a quarter of the time.
  const { alias, nameDisplay } = row.settings === null ? NOBODY : settingsOf(row);
  if (alias !== null) return alias;
  if (row.is_anonymous || nameDisplay === "hidden") return maskName(null, id);
  const isFull = nameDisplay === "full" || (nameDisplay === "default" && row.show_full_names && !row.is_private);
  return isFull && row.name !== null ? row.name : maskName(row.name, id);
}
