import type { PoolClient } from "pg";
import { drizzleOn } from "../../db/connect.js";
import { inTransaction } from "../../db/transaction.js";
import type { TelegramUserId } from "../../wire/ids.js";
import { appendAudit } from "../access/audit.js";
import { SESSIONS_CHANNEL } from "../access/revocations.js";
import type { CoreContext } from "../context.js";
import { ConflictError, NotFoundError } from "../errors.js";
import { selectLinks } from "../links/link-record.js";
import { endLink, keepExclusions } from "../links/move-link.js";

type Deps = Pick<CoreContext, "pool" | "clock">;

/**
 * What goes, in order; `$1` is the person and `$2` the moment. The row of the person stays with its number alone:
 * payouts, exclusions and the audit point at it, and a ban must outlive the wish to be forgotten.
 */
const ERASE = [
  `update links set state = 'withdrawn', decided_at = clock_timestamp() where user_id = $1 and state in ('pending', 'under_review', 'cooling')`,
  `update links set evidence = null, evidence_picture = null, proof_detail = null
   where user_id = $1 and (evidence is not null or evidence_picture is not null or proof_detail is not null)`,
  `update disputes set state = 'rejected', decided_at = $2, decided_by = 'system', answer = 'The person has left.' where user_id = $1 and state = 'open'`,
  `update disputes set text = '(erased)', evidence = '{}' where user_id = $1`,
  // A prize on its way can still arrive; forgetDestinations() follows when it has.
  `update payouts set destination = null where user_id = $1 and state not in ('claimed', 'approved')`,
  // Judged ones stay without a person to name: they count in a published tally.
  `delete from predictions where user_id = $1 and points is null`,
  // Squads of races to come and running ones go on without him; of others the result has what it needs.
  `delete from race_squad_members m using races r
   where m.user_id = $1 and r.id = m.race_id and r.status in ('draft', 'scheduled', 'live')`,
  `delete from person_tiers where user_id = $1`,
  `delete from telegram_conversations where user_id = $1`,
  `delete from telegram_outbox where chat_id = $1 and state not in ('claimed', 'sending')`,
  `delete from telegram_updates where lane = 'chat:' || $1::bigint and state <> 'ready'`,
  `update sessions set revoked_at = coalesce(revoked_at, $2), revoked_reason = coalesce(revoked_reason, 'erased'), user_agent = null, address = null
   where user_id = $1`,
  `update telegram_users set first_name = '', last_name = null, username = null, language_code = null, alias = null,
     alias_key = null, can_be_messaged = false, settings = '{}', erased_at = $2 where id = $1`,
];

/**
 * Forgets a person: names, settings, links, texts and traces. Wagers, results and payouts stay, under a name that says
 * nothing. Whoever comes back begins anew.
 * @throws NotFoundError, ConflictError for the last owner: nobody could administer the place any more
 */
export async function erasePerson(context: Deps, user: TelegramUserId): Promise<void> {
  const now = context.clock.now();
  await inTransaction(context.pool, "read committed", async (client) => {
    const { rowCount } = await client.query("select from telegram_users where id = $1 for update", [user]);
    if (rowCount === 0) throw new NotFoundError("This person is not known here.");
    await refuseLastOwner(client, user);
    await leaveAccounts(context, client, user);
    await client.query("delete from user_roles where user_id = $1", [user]);
    // A statement takes no parameter that it does not use.
    for (const text of ERASE) await client.query(text, text.includes("$2") ? [user, now] : [user]);
    await appendAudit(drizzleOn(client), now, {
      actor: `user:${user}`,
      action: "person.erase",
      subject: `user:${user}`,
    });
    await client.query(`notify ${SESSIONS_CHANNEL}`);
  });
}

/** His accounts show no letter of their names from now on, on past boards too. */
async function leaveAccounts(context: Deps, client: PoolClient, user: TelegramUserId): Promise<void> {
  const active = await selectLinks(client, "where l.user_id = $1 and l.state = 'approved' order by l.player_id", [
    user,
  ]);
  for (const link of active) {
    await client.query("update players set is_anonymous = true where id = $1", [link.player.id]);
    await keepExclusions(client, link);
    await endLink(context, client, link, { actor: `user:${user}`, reason: "erased" });
  }
}

async function refuseLastOwner(client: PoolClient, user: TelegramUserId): Promise<void> {
  const { rows } = await client.query<{ is_owner: boolean; others: number }>(
    `select bool_or(user_id = $1) as is_owner, count(*) filter (where user_id <> $1)::int as others
     from user_roles where role = 'owner'`,
    [user],
  );
  if (rows[0]?.is_owner === true && rows[0].others === 0) {
    throw new ConflictError("You are the only owner: give the role to somebody else first.", ["grant"]);
  }
}

/** Forgets where prizes of erased people were sent once nothing is on its way any more. @returns how many */
export async function forgetDestinations({ pool }: Pick<Deps, "pool">): Promise<number> {
  const { rowCount } = await pool.query(
    `update payouts p set destination = null from telegram_users u
     where u.id = p.user_id and u.erased_at is not null and p.destination is not null and p.state not in ('claimed', 'approved')`,
  );
  return rowCount ?? 0;
}
