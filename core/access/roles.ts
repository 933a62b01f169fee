import type { PoolClient } from "pg";
import { inTransaction } from "../../db/transaction.js";
import type { TelegramUserId } from "../../wire/ids.js";
import type { Role } from "../../wire/scalars.js";
import type { CoreContext } from "../context.js";
import { ConflictError, NotFoundError } from "../errors.js";
import { noteExclusions } from "../links/move-link.js";

type Deps = Pick<CoreContext, "pool">;

/** One lock for all changes of roles: two owners who take the role from one another must not both succeed. */
const ROLES_LOCK = 7_211_020;

/** Gives a role; holding it already is fine. Whoever holds one is staff and plays in no race. @throws NotFoundError */
export async function grantRole({ pool }: Deps, user: TelegramUserId, role: Role): Promise<void> {
  await inTransaction(pool, "read committed", async (client) => {
    await lockRoles(client, user);
    await client.query("insert into user_roles (user_id, role) values ($1, $2) on conflict do nothing", [user, role]);
    await noteExclusions(client, user);
  });
}

/**
 * Takes a role away; rights end with the next request, because they are read from the database. Only owners make API
 * keys, so with the role of an owner the keys he made end too, and those that were made with them.
 * @returns ids of the API keys that ended
 * @throws NotFoundError when he does not hold it, ConflictError for the last owner
 */
export async function revokeRole({ pool }: Deps, user: TelegramUserId, role: Role): Promise<string[]> {
  return inTransaction(pool, "read committed", async (client) => {
    await lockRoles(client, user);
    await noteExclusions(client, user);
    const { rowCount } = await client.query("delete from user_roles where user_id = $1 and role = $2", [user, role]);
    if (rowCount === 0) throw new NotFoundError("The person does not hold this role.");
    const { rowCount: owners } = await client.query("select from user_roles where role = 'owner' limit 1");
    if (role === "owner" && owners === 0) {
      throw new ConflictError("The last owner stays: give the role to somebody else first.", ["grant"]);
    }
    return role === "owner" ? endKeysOf(client, user) : [];
  });
}

async function endKeysOf(client: PoolClient, user: TelegramUserId): Promise<string[]> {
  const { rows } = await client.query<{ id: string }>(
    `with recursive made as (
       select id from api_keys where created_by = 'user:' || $1::bigint
       union select k.id from made m join api_keys k on k.created_by = 'key:' || m.id)
     update api_keys set revoked_at = clock_timestamp() where id in (select id from made) and revoked_at is null
     returning id`,
    [user],
  );
  return rows.map(({ id }) => id);
}

async function lockRoles(client: PoolClient, user: TelegramUserId): Promise<void> {
  await client.query("select pg_advisory_xact_lock($1)", [ROLES_LOCK]);
  const { rowCount } = await client.query("select from telegram_users where id = $1", [user]);
  if (rowCount === 0) throw new NotFoundError("There is no such person.");
}
