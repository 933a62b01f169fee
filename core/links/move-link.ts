import type { PoolClient } from "pg";
import { drizzleOn } from "../../db/connect.js";
import { formatPlayerId, type TelegramUserId } from "../../wire/ids.js";
import type { LinkProof, LinkState } from "../../wire/links.js";
import { appendAudit } from "../access/audit.js";
import type { CoreContext } from "../context.js";
import { lockLink, selectLinks, type Link } from "./link-record.js";
import { tellOwner } from "./link-notices.js";

type Deps = Pick<CoreContext, "clock">;

/** Time for the owner before to object, and between two accounts or two owners in any case. */
const COOLING_OFF_HOURS = 72;

/** Who did it and in which request, for the audit log. */
export interface LinkActing {
  /** `user:<id>`, `key:<id>` or `system`. */
  actor: string;
  requestId?: string | undefined;
}

export interface Proven {
  proof: LinkProof;
  /** Ids of what proved it; no personal data beyond that. */
  detail: unknown;
}

/**
 * Ownership is proven: the account is the person's at once when nobody has a claim to it, and after the cooling-off
 * time when it changes hands, or when the person changes accounts. Two people who both prove an account that a third
 * one owns are for an administrator to judge.
 * @returns the link as it is now
 */
export async function takeEffect(
  context: Deps,
  client: PoolClient,
  link: Link,
  proven: Proven,
  acting: LinkActing,
): Promise<Link> {
  await lockAccount(client, link);
  const rivals = await selectLinks(client, RIVALS, [link.id, COOLING_OFF_HOURS]);
  if (rivals.length === 0) return approve(context, client, link, proven, acting);
  const isContested = rivals.some((rival) => rival.state === "cooling");
  const state: LinkState = isContested ? "under_review" : "cooling";
  await client.query(
    `update links set state = $2, proof = $3, proof_detail = $4, proven_at = clock_timestamp(),
       effective_at = case when $2 = 'cooling' then clock_timestamp() + make_interval(hours => $5) end,
       evidence = case when $2 = 'under_review' then coalesce(evidence, 'Two people have proven control of this account.') else evidence end
     where id = $1`,
    [link.id, state, proven.proof, JSON.stringify(proven.detail), COOLING_OFF_HOURS],
  );
  const moved = await lockLink(client, link.id);
  await audit(context, client, moved, isContested ? "link.contest" : "link.cool_off", acting);
  await tellOwner(client, moved, isContested ? "under_review" : "cooling");
  const owner = rivals.find((rival) => rival.state === "approved" && rival.user !== link.user);
  if (!isContested && owner !== undefined) {
    await tellOwner(client, { ...owner, effectiveAt: moved.effectiveAt }, "contested");
  }
  return moved;
}

/** Who holds or is about to hold the account, or did so until lately; and what the person himself held at the source. */
const RIVALS = `
  join links me on me.id = $1
  where l.id <> me.id
    and ((l.source_id = me.source_id and l.player_id = me.player_id and l.user_id <> me.user_id)
      or (l.user_id = me.user_id and l.source_id = me.source_id and l.player_id <> me.player_id))
    and (l.state in ('approved', 'cooling') or (l.state = 'ended' and l.ended_at > clock_timestamp() - make_interval(hours => $2)))
  order by l.id`;

/** The cooling-off time is over, or an administrator says so: links in the way end, and this one is active. */
export async function takeOver(
  context: Deps,
  client: PoolClient,
  link: Link,
  proven: Proven,
  acting: LinkActing,
): Promise<Link> {
  await lockAccount(client, link);
  const inTheWay = await selectLinks(
    client,
    `where l.state = 'approved' and l.id <> $1
       and ((l.source_id = $2 and l.player_id = $3) or (l.user_id = $4 and l.source_id = $2)) order by l.id for no key update of l`,
    [link.id, await sourceNumber(client, link), link.player.id, link.user],
  );
  for (const before of inTheWay) {
    await endLink(context, client, before, { ...acting, reason: `taken over by link ${link.id}` });
    if (before.user === link.user) await keepExclusions(client, before);
    else await tellOwner(client, before, "taken");
  }
  return approve(context, client, link, proven, acting);
}

/** Ends an active link; it stays for the record. Whoever gives it up freely also calls {@link keepExclusions}. */
export async function endLink(
  context: Deps,
  client: PoolClient,
  link: Link,
  acting: LinkActing & { reason: string },
): Promise<Link> {
  await client.query(
    "update links set state = 'ended', ended_at = clock_timestamp(), reason = $2 where id = $1 and state = 'approved'",
    [link.id, acting.reason],
  );
  await noteExclusions(client, link.user);
  const ended = await lockLink(client, link.id);
  await audit(context, client, ended, "link.end", acting);
  return ended;
}

/** An account does not come back to boards because an excluded person, one on a break or one of the staff lets go of it. */
export async function keepExclusions(client: PoolClient, link: Link): Promise<void> {
  await client.query(
    `insert into race_exclusions (race_id, player_id, kind, reason, actor, created_at, until)
     select race_id, $2::bigint, kind, 'belonged to somebody excluded', 'system', created_at, until from race_exclusions
     where user_id = $1 and lifted_at is null and (until is null or until > clock_timestamp())
     union all select null, $2::bigint, 'staff', 'belonged to somebody of the staff', 'system', clock_timestamp(), null::timestamptz
     where exists (select from user_roles where user_id = $1)`,
    [link.user, link.player.id],
  );
}

async function approve(
  context: Deps,
  client: PoolClient,
  link: Link,
  proven: Proven,
  acting: LinkActing,
): Promise<Link> {
  await client.query(
    `update links set state = 'approved', proof = $2, proof_detail = $3, proven_at = coalesce(proven_at, clock_timestamp()),
       decided_at = clock_timestamp(), decided_by = $4 where id = $1`,
    [link.id, proven.proof, JSON.stringify(proven.detail), acting.actor],
  );
  await client.query("update players set is_anonymous = false where id = $1 and is_anonymous", [link.player.id]);
  await noteExclusions(client, link.user);
  const approved = await lockLink(client, link.id);
  await audit(context, client, approved, "link.approve", acting);
  await tellOwner(client, approved, "linked");
  return approved;
}

/** One account at a time: two proofs of it, or a proof and an approval, see one another. */
async function lockAccount(client: PoolClient, link: Link): Promise<void> {
  await client.query("select from players where id = $1 for no key update", [link.player.id]);
}

async function sourceNumber(client: PoolClient, link: Link): Promise<number> {
  const { rows } = await client.query<{ source_id: number }>("select source_id from links where id = $1", [link.id]);
  return rows[0]?.source_id ?? 0;
}

/**
 * Exclusions of a person, and of staff, reach the accounts linked to him. Boards carry the newest change of exclusions
 * in their version, so a link that brings or takes an account has to be one.
 */
export async function noteExclusions(client: PoolClient, user: TelegramUserId): Promise<void> {
  await client.query(
    `insert into race_exclusions (user_id, kind, reason, actor, lifted_at, lifted_by)
     select $1, 'staff', 'accounts of somebody excluded have changed', 'system', clock_timestamp(), 'system'
     where exists (select from user_roles where user_id = $1)
        or exists (select from race_exclusions where user_id = $1 and lifted_at is null)`,
    [user],
  );
}

export async function audit(
  { clock }: Deps,
  client: PoolClient,
  link: Link,
  action: string,
  acting: LinkActing & { reason?: string },
): Promise<void> {
  await appendAudit(drizzleOn(client), clock.now(), {
    actor: acting.actor,
    action,
    subject: `link:${link.id}`,
    detail: {
      user: String(link.user),
      player: formatPlayerId(link.player.id),
      proof: link.proof,
      ...(acting.reason === undefined ? {} : { reason: acting.reason }),
    },
    requestId: acting.requestId,
  });
}
