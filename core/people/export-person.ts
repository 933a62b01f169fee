import type { CoreContext } from "../context.js";
import { inTransaction } from "../../db/transaction.js";
import type { TelegramUserId } from "../../wire/ids.js";
import { NotFoundError } from "../errors.js";

/** Everything that is kept about one person, by what it is; money and long numbers are texts. */
export type PersonExport = Readonly<Record<string, readonly Readonly<Record<string, unknown>>[]>>;

/** Secrets are left out: hashes of sessions and tokens help nobody but a thief. */
const SECTIONS: Readonly<Record<string, string>> = {
  person: `select id, first_name, last_name, username, language_code, alias, can_be_messaged, settings, created_at, seen_at,
             erased_at, banned_at from telegram_users where id = $1`,
  roles: "select role, granted_at from user_roles where user_id = $1",
  links: `select s.slug as source, p.external_id as player, p.name, l.state, l.proof, l.evidence, l.evidence_picture, l.proof_detail, l.created_at,
            l.decided_at, l.ended_at
          from links l join players p on p.id = l.player_id join sources s on s.id = l.source_id where l.user_id = $1 order by l.id`,
  payouts: `select r.title as race, w.rank, g.kind as reward, g.title, w.amount::text as cents, w.state, w.destination, w.reference,
              w.created_at, w.paid_at
            from payouts w left join races r on r.id = w.race_id left join reward_grants g on g.id = w.grant_id
            where w.user_id = $1 order by w.id`,
  rewards: `select g.kind, g.subject, g.title, g.amount::text as cents, g.detail, g.created_at, p.external_id as player
            from reward_grants g join players p on p.id = g.player_id where g.user_id = $1 order by g.id`,
  tier: "select from_wager::text, changed_at from person_tiers where user_id = $1",
  predictions: `select r.title as race, p.picks::text[], p.predicted_at, p.points
                from predictions p join races r on r.id = p.race_id where p.user_id = $1 order by p.predicted_at`,
  squads: `select r.title as race, s.name, m.joined_at, p.external_id as player
           from race_squad_members m join race_squads s on s.id = m.squad_id join races r on r.id = m.race_id
           join players p on p.id = m.player_id where m.user_id = $1 order by m.joined_at`,
  disputes: `select r.title as race, d.text, d.state, d.answer, d.opened_at, d.decided_at
             from disputes d join races r on r.id = d.race_id where d.user_id = $1 order by d.id`,
  exclusions: "select kind, reason, created_at, until, lifted_at from race_exclusions where user_id = $1 order by id",
  sessions: `select user_agent, address, created_at, used_at, expires_at, revoked_at, revoked_reason
             from sessions where user_id = $1 order by created_at`,
  messages: `select kind, payload, state, created_at, sent_at from telegram_outbox where chat_id = $1 order by id`,
  updates: `select kind, payload, received_at from telegram_updates where lane = 'chat:' || $1::bigint order by received_at`,
};

/**
 * Collects what is kept about a person, as he may ask for it. Wagers belong to the casino's account and are named by it.
 * @throws NotFoundError
 */
export function exportPerson({ pool }: Pick<CoreContext, "pool">, user: TelegramUserId): Promise<PersonExport> {
  return inTransaction(pool, "snapshot", async (client) => {
    const found: Record<string, readonly Readonly<Record<string, unknown>>[]> = {};
    for (const [name, text] of Object.entries(SECTIONS)) {
      const { rows } = await client.query<Record<string, unknown>>(text, [user]);
      found[name] = rows;
    }
    if (found["person"]?.length === 0) throw new NotFoundError("This person is not known here.");
    return found;
  });
}
