import type { PoolClient } from "pg";
import type { TelegramUserId } from "../../wire/ids.js";
import { inTransaction } from "../../db/transaction.js";
import type { CoreContext } from "../context.js";
import { ConflictError, ForbiddenError, InvalidInputError, NotFoundError } from "../errors.js";
import { lockRace } from "../races/move-race.js";
import { CLAIM_DAYS } from "../races/race-rules.js";
import { requireReason } from "../races/require-reason.js";
import { personBehind } from "../access/person-behind.js";
import { closeIfPaid, followNewestResult } from "./owe-prizes.js";
import { selectPayouts, type Payout, type PayoutAction } from "./payout-record.js";

type Deps = Pick<CoreContext, "pool">;

/**
 * The winner asks for his prize. Only a person with a proven link to the player may, so that nobody is paid on
 * somebody else's account. Claiming again after a failure gives another destination.
 * @param destination where to send it, in the winner's own words: casino account, wallet; left out, the account that won
 * @throws NotFoundError when it is not his, InvalidInputError, ConflictError with the allowed moves
 */
export async function claimPayout(
  context: Deps,
  id: string,
  claim: { user: TelegramUserId; destination?: string | undefined },
): Promise<Payout> {
  const given = claim.destination === undefined ? undefined : shortText(claim.destination, "destination");
  return movePayout(context, id, "claim", `user:${claim.user}`, async (client, payout) => {
    const { rows } = await client.query<{ account: string }>(
      `select s.name || ': ' || l.external_id as account
       from links k join payouts p on p.player_id = k.player_id join players l on l.id = p.player_id
         join sources s on s.id = l.source_id
       where p.id = $1 and k.user_id = $2 and k.state = 'approved' and k.proof is not null`,
      [payout.id, claim.user],
    );
    // As for a prize that does not exist: who won what is nobody else's business.
    if (rows[0] === undefined) throw new NotFoundError("There is no such prize of yours.");
    const destination = given ?? rows[0].account;
    return { set: { state: "claimed", user_id: claim.user, destination }, detail: { destination } };
  });
}

/**
 * Lets a claimed prize be paid. Where two people may approve, it is not the one who created the payout, and never the
 * winner himself; an API key is the person who made it.
 * @throws NotFoundError, ForbiddenError, ConflictError with the allowed moves
 */
export async function approvePayout(context: Deps, id: string, actor: string): Promise<Payout> {
  return movePayout(context, id, "approve", actor, async (client, payout) => {
    const [approver, creator] = [await personBehind(client, actor), await personBehind(client, payout.createdBy)];
    if (payout.user !== null && approver === `user:${payout.user}`) {
      throw new ForbiddenError("Nobody approves his own prize.");
    }
    if (approver === creator && (await areTwoApprovers(client))) {
      throw new ForbiddenError("You created this payout: another administrator must approve it.");
    }
    await refuseExcluded(client, payout);
    return { set: { state: "approved", approved_by: actor } };
  });
}

async function areTwoApprovers(client: PoolClient): Promise<boolean> {
  const { rows } = await client.query<{ people: number }>(
    "select count(distinct user_id)::int as people from user_roles where role in ('owner', 'admin', 'finance')",
  );
  return (rows[0]?.people ?? 0) >= 2;
}

/**
 * Notes that an approved prize was sent.
 * @param reference the casino's or the chain's own number of the payment, shown to the winner; left out, the payout's own
 * @throws NotFoundError, InvalidInputError, ConflictError with the allowed moves
 */
export async function payPayout(
  context: Deps,
  id: string,
  payment: { reference?: string | undefined },
  actor: string,
): Promise<Payout> {
  const reference = shortText(payment.reference ?? `payout-${id}`, "reference");
  return movePayout(context, id, "pay", actor, async (client, payout) => {
    await refuseExcluded(client, payout);
    return { set: { state: "paid", reference }, isPaidNow: true, detail: { reference } };
  });
}

/** Banned, or found to be a second account: the account, or who claimed through it, here or in all races. */
const EXCLUDED_SINCE = `
  select from race_exclusions e join payouts p on p.id = $1
  where e.kind in ('banned', 'alt') and e.lifted_at is null and (e.until is null or e.until > clock_timestamp())
    and (e.race_id is null or e.race_id = p.race_id)
    and (e.player_id = p.player_id or e.user_id = p.user_id
      or e.user_id in (select l.user_id from links l where l.player_id = p.player_id and l.state = 'approved')) limit 1`;

/** A result does not change by a ban after it, so money would go to somebody who was found to cheat. */
async function refuseExcluded(client: PoolClient, payout: Payout): Promise<void> {
  if (!payout.allowed.includes("approve") && !payout.allowed.includes("pay")) return;
  const { rowCount } = await client.query(EXCLUDED_SINCE, [payout.id]);
  if (rowCount === 0) return;
  throw new ConflictError(
    "The winner has been excluded since. Correct the result, which owes the prize to others, or lift the exclusion.",
    payout.allowed.filter((action) => action === "fail"),
  );
}

/** The winner says that it arrived. @throws NotFoundError when it is not his, ConflictError with the allowed moves */
export async function confirmPayout(context: Deps, id: string, user: TelegramUserId): Promise<Payout> {
  return movePayout(context, id, "confirm", `user:${user}`, (_client, payout) => {
    if (payout.user !== user) throw new NotFoundError("There is no such prize of yours.");
    return Promise.resolve({ set: { state: "confirmed" } });
  });
}

/** An administrator notes that the winner said so elsewhere. @throws NotFoundError, ConflictError with the allowed moves */
export async function confirmPayoutFor(context: Deps, id: string, actor: string): Promise<Payout> {
  return movePayout(context, id, "confirm", actor, () => Promise.resolve({ set: { state: "confirmed" } }));
}

/**
 * A claim is turned down or a payment came back: the prize can be claimed or approved again. It waits for that as long as
 * it did for the first claim, and expires then, so that a winner who never answers does not keep a race open for ever.
 */
export async function failPayout(
  context: Deps,
  id: string,
  failure: { reason?: string | undefined },
  actor: string,
): Promise<Payout> {
  const detail = failure.reason === undefined ? undefined : { reason: requireReason(failure.reason) };
  return movePayout(context, id, "fail", actor, () =>
    Promise.resolve({ set: { state: "failed", approved_by: null }, isWaitingAnew: true, detail }),
  );
}

const WAIT_ANEW = `, reminded_at = null, expires_at = greatest(expires_at, clock_timestamp() + make_interval(days =>
  coalesce((select claim_days from races r where r.id = payouts.race_id), ${CLAIM_DAYS})))`;

interface PayoutMove {
  /** Columns to write; the names are ours. */
  set: Readonly<Record<string, unknown>> & { state: Payout["state"] };
  isPaidNow?: boolean;
  /** The time to claim begins again. */
  isWaitingAnew?: boolean;
  detail?: unknown;
}

async function movePayout(
  { pool }: Deps,
  id: string,
  action: PayoutAction,
  actor: string,
  /** Runs before the state is looked at: to a stranger a payout looks as if it were not there, whatever its state. */
  decide: (client: PoolClient, payout: Payout) => Promise<PayoutMove>,
): Promise<Payout> {
  const number = payoutNumber(id);
  return inTransaction(pool, "read committed", async (client) => {
    const [found] = await selectPayouts(client, "where p.id = $1", [number]);
    if (found === undefined) throw new NotFoundError("There is no such payout.");
    // The race first, as corrections do, so that the two never wait for one another.
    if (found.origin.kind === "race") await lockRace(client, found.origin.race);
    const [payout] = await selectPayouts(client, "where p.id = $1 for no key update of p", [number]);
    if (payout === undefined) throw new NotFoundError("There is no such payout.");
    const move = await decide(client, payout);
    if (!payout.allowed.includes(action)) throw refusal(payout, action);
    const columns = Object.keys(move.set);
    const times =
      (move.isPaidNow === true ? ", paid_at = clock_timestamp()" : "") + (move.isWaitingAnew === true ? WAIT_ANEW : "");
    await client.query(
      `update payouts set ${columns.map((column, at) => `${column} = $${at + 2}`).join(", ")}${times} where id = $1`,
      [number, ...Object.values(move.set)],
    );
    await client.query(
      "insert into payout_events (payout_id, event, actor, detail, at) values ($1, $2, $3, $4, clock_timestamp())",
      [number, move.set.state, actor, move.detail === undefined ? null : JSON.stringify(move.detail)],
    );
    await followRace(client, payout, move.set.state, actor);
    const [moved] = await selectPayouts(client, "where p.id = $1", [number]);
    return moved ?? payout;
  });
}

function refusal(payout: Payout, action: PayoutAction): ConflictError {
  const hint = payout.allowed.length === 0 ? "Nothing is left to do." : `Allowed now: ${payout.allowed.join(", ")}.`;
  return new ConflictError(`A payout that is ${payout.state} cannot "${action}". ${hint}`, payout.allowed);
}

/** A race is paid when its last payout closes, and is not when a payment comes back. */
async function followRace(
  client: PoolClient,
  { origin }: Payout,
  state: Payout["state"],
  actor: string,
): Promise<void> {
  if (origin.kind !== "race") return;
  await closeIfPaid(client, { id: origin.race });
  if (state !== "failed") return;
  const { rowCount } = await client.query("update races set status = 'final' where id = $1 and status = 'paid'", [
    origin.race,
  ]);
  if (rowCount === 1) {
    await client.query(
      "insert into race_events (race_id, event, actor, at) values ($1, 'reopened', 'payouts', clock_timestamp())",
      [origin.race],
    );
  }
  await followNewestResult(client, await lockRace(client, origin.race), actor);
}

/** @throws NotFoundError, because ids are opaque to those who send them */
export function payoutNumber(id: string): number {
  if (!/^[1-9]\d{0,14}$/.test(id)) throw new NotFoundError("There is no such payout.");
  return Number(id);
}

function shortText(text: string, path: string): string {
  const trimmed = text.trim();
  if (trimmed.length >= 1 && trimmed.length <= 200) return trimmed;
  throw new InvalidInputError("Something is missing.", [{ path, message: "must have 1 to 200 characters" }]);
}
