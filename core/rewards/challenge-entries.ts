import type { Pool, PoolClient } from "pg";
import { drizzleOn } from "../../db/connect.js";
import { inTransaction } from "../../db/transaction.js";
import { formatPlayerId, playerId, telegramUserId, type TelegramUserId } from "../../wire/ids.js";
import { appendAudit } from "../access/audit.js";
import type { CoreContext } from "../context.js";
import { ConflictError, ForbiddenError, InvalidInputError, NotFoundError } from "../errors.js";
import { requireReason } from "../races/require-reason.js";
import { enqueueMessages } from "../telegram/outbox.js";
import { readBetLink } from "./bet-link.js";
import { findChallenge, listBetHosts, multiplierText, selectChallenges, type Challenge } from "./challenges.js";
import { eligibleAccountsOf } from "./eligible.js";
import { grantRewards } from "./grant-rewards.js";
import { hindranceOf } from "./own-rewards.js";
import { RewardRefusedError } from "./refused.js";

type Deps = Pick<CoreContext, "pool" | "clock">;

/** Kind of the outbox message that tells somebody why his entry was turned down; accepted ones are told as prizes. */
export const ENTRY_REJECTED_KIND = "entry_rejected";

export interface EntryRejectedPayload {
  entry: string;
}

export type EntryState = "open" | "accepted" | "rejected";

/** What a player handed in. */
export interface ChallengeEntry {
  id: string;
  challenge: string;
  game: string;
  /** Hundredths. */
  multiplier: number;
  user: TelegramUserId;
  player: string;
  betLink: string;
  state: EntryState;
  enteredAt: Date;
  reason: string | null;
}

interface EntryRow {
  id: string;
  challenge_id: string;
  game: string;
  multiplier: number;
  user_id: string;
  player_id: string;
  bet_link: string;
  state: EntryState;
  entered_at: Date;
  reason: string | null;
}

/** @param condition SQL over the entry `e` and its challenge `c`, with order and limit */
async function selectEntries(
  client: Pool | PoolClient,
  condition: string,
  values: readonly unknown[],
): Promise<ChallengeEntry[]> {
  const { rows } = await client.query<EntryRow>(
    `select e.id::text, e.challenge_id::text, c.game, c.multiplier, e.user_id::text, e.player_id::text, e.bet_link, e.state,
            e.entered_at, e.reason
     from challenge_entries e join challenges c on c.id = e.challenge_id ${condition}`,
    [...values],
  );
  return rows.map((row) => ({
    id: row.id,
    challenge: row.challenge_id,
    game: row.game,
    multiplier: row.multiplier,
    user: telegramUserId(Number(row.user_id)),
    player: formatPlayerId(playerId(Number(row.player_id))),
    betLink: row.bet_link,
    state: row.state,
    enteredAt: row.entered_at,
    reason: row.reason,
  }));
}

/** Entries that wait for somebody's decision, oldest first. */
export function openEntries({ pool }: Pick<Deps, "pool">, limit: number): Promise<ChallengeEntry[]> {
  return selectEntries(pool, "where e.state = 'open' order by e.id limit $1", [limit]);
}

/** A person's own entries, newest first. */
export function entriesOf({ pool }: Pick<Deps, "pool">, user: TelegramUserId): Promise<ChallengeEntry[]> {
  return selectEntries(pool, "where e.user_id = $1 order by e.id desc limit 50", [user]);
}

/** @throws NotFoundError */
export async function readEntry({ pool }: Pick<Deps, "pool">, id: string): Promise<ChallengeEntry> {
  const [entry] = /^[1-9]\d{0,14}$/.test(id) ? await selectEntries(pool, "where e.id = $1", [id]) : [];
  if (entry === undefined) throw new NotFoundError("There is no such entry.");
  return entry;
}

/**
 * Hands in the link of a bet for the named challenge, once for each person and account.
 * @throws NotFoundError, InvalidInputError for a link that leads elsewhere, RewardRefusedError with the reason
 */
export async function enterChallenge(
  context: Deps,
  id: string,
  user: TelegramUserId,
  link: string,
): Promise<ChallengeEntry> {
  const now = context.clock.now();
  const challenge = await findChallenge(context, id);
  if (challenge === undefined) throw new NotFoundError("There is no such challenge.");
  return inTransaction(context.pool, "read committed", async (client) => {
    const [account] = await eligibleAccountsOf(client, user);
    if (account === undefined) throw new RewardRefusedError(await hindranceOf(client, user));
    const betLink = readBetLink(link, await listBetHosts(client));
    if (betLink === undefined) {
      throw new InvalidInputError("This is not the link of a bet.", [
        { path: "link", message: "must be an https link of a bet at an allowed casino" },
      ]);
    }
    requireOpen(challenge);
    const { rows } = await client.query<{ id: string }>(
      `insert into challenge_entries (challenge_id, user_id, player_id, bet_link, entered_at)
       select id, $2, $3, $4, $5 from challenges where id = $1 and winners_left > 0 and closed_at is null and deadline > $5
       on conflict do nothing returning id::text`,
      [challenge.id, user, account.player, betLink, now],
    );
    const [entered] = rows;
    if (entered === undefined) throw await refusalOf(client, challenge, user, now);
    const [entry] = await selectEntries(client, "where e.id = $1", [entered.id]);
    if (entry === undefined) throw new Error("an entry that was just written is there");
    return entry;
  });
}

function requireOpen({ state }: Challenge): void {
  if (state === "waiting") throw new RewardRefusedError("not_yet");
  if (state === "won") throw new RewardRefusedError("gone");
  if (state === "over") throw new RewardRefusedError("over");
}

/** Why an entry was not written: his own, the same bet by somebody else, or the challenge has ended in between. */
async function refusalOf(
  client: PoolClient,
  { id }: Challenge,
  user: TelegramUserId,
  now: Date,
): Promise<RewardRefusedError | ConflictError> {
  const { rowCount: own } = await client.query(
    "select from challenge_entries where challenge_id = $1 and user_id = $2",
    [id, user],
  );
  if (own !== 0) return new RewardRefusedError("already");
  const [after] = await selectChallenges(client, now, "where c.id = $1", [id]);
  if (after?.state === "won") return new RewardRefusedError("gone");
  if (after?.state === "over") return new RewardRefusedError("over");
  return new ConflictError("This bet has been handed in already.", ["taken"]);
}

/**
 * Believes an entry: its prize is owed. The number of winners is counted down by the statement that takes a place; with
 * the last one the entries that still wait are turned down.
 * @throws NotFoundError, ForbiddenError for one's own, ConflictError when it is decided or no place is left
 */
export async function acceptEntry(context: Deps, id: string, actor: string): Promise<ChallengeEntry> {
  return decide(context, id, actor, "challenge.accept", async (client, entry) => {
    const accounts = await eligibleAccountsOf(client, entry.user);
    const account = accounts.find(({ player }) => formatPlayerId(player) === entry.player);
    if (account === undefined) throw new RewardRefusedError(await hindranceOf(client, entry.user));
    const { rows } = await client.query<{ left: number }>(
      `update challenges set winners_left = winners_left - 1 where id = $1 and winners_left > 0
       returning winners_left as left`,
      [entry.challenge],
    );
    const [place] = rows;
    if (place === undefined) throw new RewardRefusedError("gone");
    const [challenge] = await selectChallenges(client, context.clock.now(), "where c.id = $1", [entry.challenge]);
    const [grant] = await grantRewards(
      client,
      "challenge",
      [
        {
          player: account.player,
          user: entry.user,
          subject: entry.challenge,
          amount: prizeOf(challenge),
          title: `${entry.game} ${multiplierText(entry.multiplier)}`,
        },
      ],
      actor,
    );
    if (grant === undefined) throw new RewardRefusedError("already");
    await client.query(
      "update challenge_entries set state = 'accepted', decided_at = $2, decided_by = $3, grant_id = $4 where id = $1",
      [entry.id, context.clock.now(), actor, grant],
    );
    if (place.left === 0) await turnDownTheRest(context, client, entry.challenge);
  });
}

function prizeOf(challenge: Challenge | undefined): Challenge["prize"] {
  if (challenge === undefined) throw new Error("a challenge whose place was just taken is there");
  return challenge.prize;
}

/** Turns an entry down, and tells the person why. @throws as {@link acceptEntry}, InvalidInputError without a reason */
export async function rejectEntry(
  context: Deps,
  id: string,
  rejection: { reason: string },
  actor: string,
): Promise<ChallengeEntry> {
  const reason = requireReason(rejection.reason);
  return decide(context, id, actor, "challenge.reject", (client, entry) =>
    turnDown(context, client, "id = $1", entry.id, { reason, by: actor }),
  );
}

const TAKEN_REASON = "Every place of the challenge is taken.";

async function turnDownTheRest(context: Deps, client: PoolClient, challenge: string): Promise<void> {
  await turnDown(context, client, "challenge_id = $1", challenge, { reason: TAKEN_REASON, by: "system" });
}

async function turnDown(
  { clock }: Deps,
  client: PoolClient,
  which: string,
  value: string,
  { reason, by }: { reason: string; by: string },
): Promise<void> {
  const now = clock.now();
  const { rows } = await client.query<{ id: string; user_id: string }>(
    `update challenge_entries set state = 'rejected', decided_at = $2, decided_by = $3, reason = $4
     where ${which} and state = 'open' returning id::text, user_id::text`,
    [value, now, by, reason],
  );
  await enqueueMessages(
    client,
    now,
    rows.map(({ id, user_id: user }) => {
      const payload: EntryRejectedPayload = { entry: id };
      return { dedupeKey: `entry:${id}:rejected`, chatId: Number(user), kind: ENTRY_REJECTED_KIND, payload };
    }),
  );
}

async function decide(
  context: Deps,
  id: string,
  actor: string,
  action: string,
  work: (client: PoolClient, entry: ChallengeEntry) => Promise<void>,
): Promise<ChallengeEntry> {
  const known = await readEntry(context, id);
  return inTransaction(context.pool, "read committed", async (client) => {
    // The challenge first: who takes the last place turns down entries that another decision may hold.
    await client.query("select from challenges where id = $1 for no key update", [known.challenge]);
    const [entry] = await selectEntries(client, "where e.id = $1 for no key update of e", [id]);
    if (entry === undefined) throw new NotFoundError("There is no such entry.");
    if (actor === `user:${entry.user}`) throw new ForbiddenError("Nobody decides his own entry.");
    if (entry.state !== "open") throw new ConflictError("The entry is decided already.");
    await work(client, entry);
    await appendAudit(drizzleOn(client), context.clock.now(), {
      actor,
      action,
      subject: `entry:${id}`,
      detail: { challenge: entry.challenge, player: entry.player },
    });
    const [decided] = await selectEntries(client, "where e.id = $1", [id]);
    return decided ?? entry;
  });
}
