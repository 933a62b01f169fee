import type { ClientBase } from "pg";
import { addDeadLetters } from "./add-dead-letters.js";
import type { Delivery, DeliveryOutcome, RefusedItem } from "./delivery.js";
import { extendChains } from "./extend-chains.js";
import { newerNames, rememberNames, type KnownPlayers, type MentionedPlayer, type Rename } from "./known-players.js";
import { writeNames, type PlayerDirectory } from "./players.js";
import { MARK_QUARANTINED } from "./record-sql.js";
import { inTransaction, type TransactionEnd } from "./transaction.js";
import type { QueuedWager } from "./flush-columns.js";
import { postNew, type PostedNew } from "./post-new.js";
import { isRefusedWhole, takeDeliveries, type Taken } from "./take-deliveries.js";

/** What a flush found out about each delivery, while its transaction is open. */
interface Tally {
  duplicates: number;
  refused: RefusedItem[];
}

/** What an attempt that failed later had committed before: the repeated attempt must not take it for a redelivery. */
export type Committed = Map<Delivery, DeliveryOutcome>;

/**
 * Records verified deliveries and returns once every COMMIT did: inbox rows, ledger entries, dead letters and names, all
 * or nothing for each delivery. Outcomes come in the order of `deliveries`.
 *
 * Recording the same deliveries again changes nothing, so a caller who does not know how it ended may repeat it.
 * @param end `rollback` only finds out whether the database would take them
 * @param committed by earlier attempts at the same deliveries; grows when this one commits some of them and then fails
 * @throws the database's error; see `isTransient` and `isAboutData`. What was not committed then is undone or unknown
 */
export async function recordDeliveries(
  client: ClientBase,
  directory: PlayerDirectory,
  deliveries: readonly Delivery[],
  end: TransactionEnd = "commit",
  committed: Committed = new Map(),
): Promise<DeliveryOutcome[]> {
  const { distinct, copies } = splitCopies(deliveries);
  const mentioned = mentionedIn(distinct);
  const players = await directory.ensure(client, mentioned);
  const open = committed.size === 0 ? distinct : distinct.filter((delivery) => !committed.has(delivery));
  const posted = end === "commit" ? await postNew(client, players, open) : { known: new Map(), held: new Set(open) };
  const renames = newerNames(players, mentioned);
  const careful = open.filter((delivery) => posted.held.has(delivery));
  const needsCare = careful.length > 0 || renames.length > 0;
  if (needsCare) noteCommitted(committed, open, posted);
  const outcomes = needsCare ? await recordCarefully(client, players, careful, renames, end) : NOTHING_CAREFUL;
  if (end === "commit") rememberNames(renames);
  return deliveries.map((delivery) => {
    const copy = copies.get(delivery);
    if (copy !== undefined) return knownOutcome(copy);
    const known = posted.known.get(delivery);
    if (known !== undefined) return knownOutcome(known);
    return committed.get(delivery) ?? outcomes.get(delivery) ?? acceptedWhole(delivery);
  });
}

function acceptedWhole(delivery: Delivery): DeliveryOutcome {
  return { kind: "recorded", accepted: delivery.wagers.length, duplicates: 0, refused: [] };
}

function noteCommitted(committed: Committed, open: readonly Delivery[], { known, held }: PostedNew): void {
  for (const delivery of open) {
    if (!known.has(delivery) && !held.has(delivery)) committed.set(delivery, acceptedWhole(delivery));
  }
}

const NOTHING_CAREFUL: ReadonlyMap<Delivery, DeliveryOutcome> = new Map();

/** One READ COMMITTED transaction for what needs more than one look: corrections, dead letters, names. */
async function recordCarefully(
  client: ClientBase,
  players: KnownPlayers,
  deliveries: readonly Delivery[],
  renames: readonly Rename[],
  end: TransactionEnd,
): Promise<Map<Delivery, DeliveryOutcome>> {
  return inTransaction(client, end, async () => {
    const taken: Taken =
      deliveries.length > 0 ? await takeDeliveries(client, players, deliveries) : { known: new Map(), chained: [] };
    const tallies = deliveries.map((delivery): Tally => ({ duplicates: 0, refused: [...delivery.refused] }));
    if (taken.chained.length > 0) {
      const wagers = taken.chained.map((queued) => ({ ...queued, sourceId: at(deliveries, queued.place).sourceId }));
      applyVerdicts(taken.chained, await extendChains(client, players, wagers), tallies);
    }
    await keepRefused(client, deliveries, taken, tallies);
    if (renames.length > 0) await writeNames(client, renames);
    return new Map(
      deliveries.map((delivery, place) => [delivery, outcomeOf(delivery, taken.known.get(place), at(tallies, place))]),
    );
  });
}

function at<Item>(items: readonly Item[], index: number): Item {
  const item = items[index];
  if (item === undefined) throw new RangeError(`no item ${index}`);
  return item;
}

/** The same delivery twice in one flush: its copy shares the transaction, so it is known once the first is. */
function splitCopies(deliveries: readonly Delivery[]): {
  distinct: readonly Delivery[];
  copies: ReadonlyMap<Delivery, { same: boolean }>;
} {
  const firsts = new Map<string, Delivery>();
  const copies = new Map<Delivery, { same: boolean }>();
  for (const delivery of deliveries) {
    const key = `${delivery.sourceId}:${delivery.deliveryId}`;
    const first = firsts.get(key);
    if (first === undefined) firsts.set(key, delivery);
    else copies.set(delivery, { same: first.body.equals(delivery.body) });
  }
  return { distinct: copies.size === 0 ? deliveries : [...firsts.values()], copies };
}

function knownOutcome({ same }: { readonly same: boolean }): DeliveryOutcome {
  return same ? { kind: "repeated" } : { kind: "contradicted" };
}

function mentionedIn(deliveries: readonly Delivery[]): MentionedPlayer[] {
  const mentioned: MentionedPlayer[] = [];
  for (const { sourceId, sentAt, receivedAt, wagers, players } of deliveries) {
    const namedAt = sentAt < receivedAt ? sentAt : receivedAt;
    for (const { player, playerName } of wagers) mentioned.push({ sourceId, player, playerName, namedAt });
    for (const { player, playerName } of players) mentioned.push({ sourceId, player, playerName, namedAt });
  }
  return mentioned;
}

function applyVerdicts(
  chained: readonly QueuedWager[],
  verdicts: Awaited<ReturnType<typeof extendChains>>,
  tallies: readonly Tally[],
): void {
  chained.forEach(({ place, wager }, index) => {
    const verdict = at(verdicts, index);
    const tally = at(tallies, place);
    if (verdict.kind === "duplicate") tally.duplicates += 1;
    if (verdict.kind === "refused") {
      tally.refused.push({ item: wager.item, reason: verdict.reason, detail: `wager ${wager.ref}` });
    }
  });
}

/** Dead letters are part of the same transaction: what is answered 202 is as durable as what is answered 200. */
async function keepRefused(
  client: ClientBase,
  deliveries: readonly Delivery[],
  taken: Taken,
  tallies: readonly Tally[],
): Promise<void> {
  const letters = deliveries.flatMap((delivery, place) =>
    taken.known.has(place) ? [] : at(tallies, place).refused.map((refused) => ({ delivery, refused })),
  );
  if (letters.length === 0) return;
  await addDeadLetters(client, letters);
  for (const { delivery, refused } of letters) {
    // The inbox row was written as accepted before the chain was looked at.
    if (refused.item !== -1 || isRefusedWhole(delivery)) continue;
    await client.query(MARK_QUARANTINED, [delivery.sourceId, delivery.deliveryId]);
  }
}

function outcomeOf(delivery: Delivery, known: { same: boolean } | undefined, tally: Tally): DeliveryOutcome {
  if (known !== undefined) return knownOutcome(known);
  const refusedWagers = tally.refused.length - delivery.refused.length;
  return {
    kind: "recorded",
    accepted: delivery.wagers.length - tally.duplicates - refusedWagers,
    duplicates: tally.duplicates,
    refused: tally.refused,
  };
}
