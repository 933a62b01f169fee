import { createHmac } from "node:crypto";
import type { Pool, PoolClient } from "pg";
import { inTransaction } from "../../db/transaction.js";
import { canonicalJson } from "../../proof/canonical-json.js";
import {
  drawWinners,
  hashOfList,
  RAFFLE_FORMAT,
  type RaffleDocument,
  type RaffleParticipant,
  ticketsOf,
} from "../../proof/raffle.js";
import {
  playerId,
  sourceId,
  telegramUserId,
  type PlayerId,
  type SourceId,
  type TelegramUserId,
} from "../../wire/ids.js";
import { formatCents, formatMicroUsd, microUsd, parseMicroUsd, type MicroUsd } from "../../wire/money.js";
import { openText } from "../access/sealed-text.js";
import type { CoreContext } from "../context.js";
import { ELIGIBLE } from "./eligible.js";
import { type Grant, grantRewards } from "./grant-rewards.js";
import { type Raffle, seedContext, selectRaffles } from "./raffles.js";
import { withTotals } from "./window-totals.js";

type Deps = Pick<CoreContext, "pool" | "clock" | "secretsKey">;

/** Wagers of the last moment may come later: the draw waits so long. */
const DRAW_GRACE_MINUTES = 15;

/** Draws every raffle whose window and grace are over. Several workers may call it: each raffle is drawn once. */
export async function drawDueRaffles(context: Deps): Promise<number> {
  const due = new Date(context.clock.now().getTime() - DRAW_GRACE_MINUTES * 60_000);
  const { rows } = await context.pool.query<{ id: string }>(
    "select id::text from raffles where drawn_at is null and cancelled_at is null and ends_at <= $1 order by id",
    [due],
  );
  let drawn = 0;
  let failure: unknown;
  for (const { id } of rows) {
    try {
      if (await drawRaffle(context, id)) drawn += 1;
    } catch (error) {
      // One that cannot be drawn does not hold up the others; the worker logs it and tries again.
      failure ??= error;
    }
  }
  if (failure !== undefined) throw failure;
  return drawn;
}

interface Holder extends RaffleParticipant {
  user: TelegramUserId;
  /** His account with the largest share of the volume: there the prize goes. */
  player: PlayerId;
}

async function drawRaffle(context: Deps, id: string): Promise<boolean> {
  const { pool, clock, secretsKey } = context;
  return inTransaction(pool, "read committed", async (client) => {
    const { rows } = await client.query<{ nonce: Buffer; ciphertext: Buffer }>(
      `select seed_nonce as nonce, seed_ciphertext as ciphertext from raffles
       where id = $1 and drawn_at is null and cancelled_at is null for no key update skip locked`,
      [id],
    );
    const [raffle] = rows.length === 0 ? [] : await selectRaffles(client, clock.now(), "where r.id = $1", [id]);
    const [sealed] = rows;
    if (raffle === undefined || sealed === undefined) return false;
    const seed = openText(secretsKey, sealed, seedContext(raffle.commitment));
    if (seed === undefined) throw new Error(`the seed of raffle ${id} cannot be opened: was SECRETS_KEY changed?`);
    const holders = await holdersOf(client, secretsKey, raffle);
    const document = await makeDocument(raffle, seed, holders);
    await client.query("update raffles set document = $2, drawn_at = $3 where id = $1", [
      id,
      canonicalJson(JSON.parse(JSON.stringify(document))),
      clock.now(),
    ]);
    await grantRewards(client, "raffle", grantsOf(raffle, document, holders), `raffle:${id}`);
    return true;
  });
}

async function makeDocument(raffle: Raffle, seed: string, holders: readonly Holder[]): Promise<RaffleDocument> {
  const participants = holders.map(({ pseudonym, wagered, tickets }) => ({ pseudonym, wagered, tickets }));
  const listHash = await hashOfList(participants);
  const prizes = raffle.prizes.map(formatCents);
  return {
    format: RAFFLE_FORMAT,
    raffle: raffle.id,
    title: raffle.title,
    startsAt: raffle.startsAt.toISOString(),
    endsAt: raffle.endsAt.toISOString(),
    ticketPrice: formatMicroUsd(raffle.ticketPrice),
    prizes,
    commitment: raffle.commitment,
    seed,
    participants,
    listHash,
    winners: await drawWinners(seed, listHash, participants, prizes),
  };
}

function grantsOf(raffle: Raffle, { winners }: RaffleDocument, holders: readonly Holder[]): Grant[] {
  return winners.flatMap(({ pseudonym, place }) => {
    const holder = holders.find((one) => one.pseudonym === pseudonym);
    const amount = raffle.prizes[place - 1];
    if (holder === undefined || amount === undefined) return [];
    return [{ player: holder.player, user: holder.user, subject: raffle.id, amount, title: raffle.title }];
  });
}

/** Hex of 16 bytes that only the holder of the platform's key can make: nobody tries out numbers of people until one fits. */
export function rafflePseudonym(secretsKey: Buffer, raffle: string, user: TelegramUserId): string {
  return createHmac("sha256", secretsKey).update(`raffle:${raffle}:${user}`).digest("hex").slice(0, 32);
}

/**
 * Everybody with a ticket, by pseudonym. The volume of all accounts of a person is added up over the whole window before
 * it is divided, so that no fraction is lost between polls or casinos.
 */
async function holdersOf(client: Pool | PoolClient, secretsKey: Buffer, raffle: Raffle): Promise<Holder[]> {
  const { rows } = await client.query<{ user_id: string; player_id: string; source_id: number }>(
    `select k.user_id::text, k.player_id::text, k.source_id from links k join telegram_users u on u.id = k.user_id
     where ${ELIGIBLE} order by k.user_id, k.id`,
  );
  const window = { start: raffle.startsAt, end: raffle.endsAt };
  const accounts = await withTotals(
    client,
    rows.map((row) => ({
      user: telegramUserId(Number(row.user_id)),
      account: { player: playerId(Number(row.player_id)), source: sourceId(row.source_id) },
      window,
    })),
  );
  const people = new Map<TelegramUserId, typeof accounts>();
  for (const one of accounts) people.set(one.user, [...(people.get(one.user) ?? []), one]);
  return [...people]
    .flatMap(([user, own]): Holder[] => {
      const total = microUsd(own.reduce((sum, { total: part }) => sum + part, 0n));
      const tickets = ticketsOf(total, raffle.ticketPrice);
      const [best] = own.toSorted((a, b) => (a.total > b.total ? -1 : 1));
      if (tickets === 0 || best === undefined) return [];
      const pseudonym = rafflePseudonym(secretsKey, raffle.id, user);
      return [{ pseudonym, wagered: formatMicroUsd(total), tickets, user, player: best.account.player }];
    })
    .sort((a, b) => (a.pseudonym < b.pseudonym ? -1 : 1));
}

/** A person's own part in a raffle. */
export interface OwnTickets {
  raffle: string;
  /** His name in the published list. */
  pseudonym: string;
  wagered: MicroUsd;
  tickets: number;
}

/** One's own tickets in raffles that run, by the ledger as it stands; of drawn ones as they were drawn. */
export async function ownTickets(
  { pool, secretsKey }: Pick<Deps, "pool" | "secretsKey">,
  raffles: readonly Raffle[],
  accounts: readonly { player: PlayerId; source: SourceId }[],
  user: TelegramUserId,
): Promise<OwnTickets[]> {
  const running = raffles.filter(({ state }) => state === "open" || state === "drawing");
  const totals = await withTotals(
    pool,
    running.flatMap((raffle) =>
      accounts.map((account) => ({ raffle, account, window: { start: raffle.startsAt, end: raffle.endsAt } })),
    ),
  );
  return raffles.flatMap((raffle) => {
    const pseudonym = rafflePseudonym(secretsKey, raffle.id, user);
    const drawn = raffle.document?.participants.find((one) => one.pseudonym === pseudonym);
    if (drawn !== undefined) {
      const wagered = parseMicroUsd(drawn.wagered) ?? microUsd(0n);
      return [{ raffle: raffle.id, pseudonym, wagered, tickets: drawn.tickets }];
    }
    const own = totals.filter((one) => one.raffle === raffle);
    if (own.length === 0) return [];
    const wagered = microUsd(own.reduce((sum, { total }) => sum + total, 0n));
    return [{ raffle: raffle.id, pseudonym, wagered, tickets: ticketsOf(wagered, raffle.ticketPrice) }];
  });
}
