import { playerId, type PlayerId, type TelegramUserId } from "../../wire/ids.js";
import type { Role } from "../../wire/scalars.js";
import type { UserSettings } from "../../wire/settings.js";
import type { CoreContext } from "../context.js";
import { NotFoundError } from "../errors.js";
import { settingsOf } from "../people/settings.js";

/** A person with everything a session shows of him, read in one query. */
export interface Profile {
  id: TelegramUserId;
  firstName: string;
  username: string | null;
  languageCode: string | null;
  alias: string | null;
  canBeMessaged: boolean;
  settings: UserSettings;
  roles: Role[];
  /** Casino accounts that provably belong to him, oldest link first. */
  players: { id: PlayerId; name: string | null; source: string }[];
}

interface ProfileRow {
  first_name: string;
  username: string | null;
  language_code: string | null;
  alias: string | null;
  can_be_messaged: boolean;
  settings: unknown;
  roles: Role[];
  players: { id: number; name: string | null; source: string }[];
}

const PROFILE_SQL = `
  select u.first_name, u.username, u.language_code, u.alias, u.can_be_messaged, u.settings,
    array(select r.role from user_roles r where r.user_id = u.id order by r.role) as roles,
    coalesce((select json_agg(json_build_object('id', p.id, 'name', p.name, 'source', s.slug) order by l.id)
      from links l join players p on p.id = l.player_id join sources s on s.id = p.source_id
      where l.user_id = u.id and l.state = 'approved'), '[]') as players
  from telegram_users u where u.id = $1`;

/** @throws NotFoundError when the person is unknown */
export async function readProfile({ pool }: Pick<CoreContext, "pool">, id: TelegramUserId): Promise<Profile> {
  const { rows } = await pool.query<ProfileRow>({ name: "profile", text: PROFILE_SQL, values: [id] });
  const row = rows[0];
  if (row === undefined) throw new NotFoundError("This person is not known here.");
  return {
    id,
    firstName: row.first_name,
    username: row.username,
    languageCode: row.language_code,
    alias: row.alias,
    canBeMessaged: row.can_be_messaged,
    settings: settingsOf(row),
    roles: row.roles,
    players: row.players.map((player) => ({ ...player, id: playerId(player.id) })),
  };
}
