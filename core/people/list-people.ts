import type { TelegramUserId } from "../../wire/ids.js";
import type { Role } from "../../wire/scalars.js";
import type { CoreContext } from "../context.js";
import { NotFoundError } from "../errors.js";

/** A person as administrators see him. */
export interface Person {
  id: string;
  firstName: string;
  lastName: string | null;
  username: string | null;
  alias: string | null;
  roles: Role[];
  canBeMessaged: boolean;
  createdAt: Date;
  seenAt: Date;
  bannedAt: Date | null;
  erasedAt: Date | null;
  /** Active links. */
  players: { id: number; name: string | null; source: string }[];
}

const PEOPLE = `
  select u.id::text, u.first_name as "firstName", u.last_name as "lastName", u.username, u.alias,
    array(select r.role from user_roles r where r.user_id = u.id order by r.role) as roles,
    u.can_be_messaged as "canBeMessaged", u.created_at as "createdAt", u.seen_at as "seenAt", u.banned_at as "bannedAt",
    u.erased_at as "erasedAt",
    coalesce((select json_agg(json_build_object('id', p.id, 'name', p.name, 'source', s.slug) order by l.id)
      from links l join players p on p.id = l.player_id join sources s on s.id = p.source_id
      where l.user_id = u.id and l.state = 'approved'), '[]') as players
  from telegram_users u`;

export interface PeopleQuery {
  /** Number, or the beginning of a name, user name or alias. */
  text?: string | undefined;
  /** Only those who hold a role. */
  withRole: boolean;
  limit: number;
  /** Id of the last person of the page before. */
  after?: number | undefined;
}

/** People who met the bot or the app, by their numbers, newest account first. */
export async function listPeople({ pool }: Pick<CoreContext, "pool">, query: PeopleQuery): Promise<Person[]> {
  const text = query.text?.replace(/^@/, "").replaceAll("\0", "") ?? null;
  const { rows } = await pool.query<Person>(
    `${PEOPLE}
     where ($1::text is null or u.id::text = $1 or starts_with(lower(u.first_name), lower($1))
            or starts_with(lower(u.username), lower($1)) or starts_with(lower(u.alias), lower($1)))
       and (not $2 or exists (select from user_roles r where r.user_id = u.id))
       and ($3::bigint is null or u.id < $3)
     order by u.id desc limit $4`,
    [text, query.withRole, query.after ?? null, query.limit],
  );
  return rows;
}

/** @throws NotFoundError */
export async function readPerson({ pool }: Pick<CoreContext, "pool">, id: TelegramUserId): Promise<Person> {
  const { rows } = await pool.query<Person>(`${PEOPLE} where u.id = $1`, [id]);
  const [person] = rows;
  if (person === undefined) throw new NotFoundError("There is no such person.");
  return person;
}
