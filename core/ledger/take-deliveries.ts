import type { ClientBase } from "pg";
import { textArray } from "./array-literal.js";
import type { Delivery } from "./delivery.js";
import { bodyColumns, wagerColumns, type QueuedWager } from "./flush-columns.js";
import type { KnownPlayers } from "./known-players.js";
import { COMPARE_BODY, TAKE_AND_POST } from "./record-sql.js";

export interface Taken {
  /** Deliveries that were committed before; `same` says whether with the same body. */
  readonly known: ReadonlyMap<number, { readonly same: boolean }>;
  /** Wagers of new deliveries that could not begin a chain, because there is one. */
  readonly chained: readonly QueuedWager[];
}

interface ExceptionRow {
  place: number;
  item: number | null;
  same: boolean | null;
}

/** Statement 1 of a flush: takes what is new and posts the wagers nobody has heard of, all in one round trip. */
export async function takeDeliveries(
  client: ClientBase,
  players: KnownPlayers,
  deliveries: readonly Delivery[],
): Promise<Taken> {
  const { first, later } = splitByWager(deliveries);
  const outcomes = textArray(deliveries.map((one) => (isRefusedWhole(one) ? "quarantined" : "accepted")));
  const { rows } = await client.query<ExceptionRow>({
    name: "take-and-post",
    text: TAKE_AND_POST,
    values: [...bodyColumns(deliveries), outcomes, ...wagerColumns(deliveries, players, first)],
  });
  const known = new Map<number, { same: boolean }>();
  const chained: QueuedWager[] = [];
  for (const row of rows) {
    const place = row.place - 1;
    const queued = row.item === null ? undefined : first[row.item - 1];
    if (queued !== undefined) chained.push(queued);
    else known.set(place, { same: row.same ?? (await hasSameBody(client, deliveries[place])) });
  }
  for (const queued of later) if (!known.has(queued.place)) chained.push(queued);
  return { known, chained };
}

/** Only one revision of a wager can begin its chain; the others of the same flush come after it. */
function splitByWager(deliveries: readonly Delivery[]): { first: QueuedWager[]; later: QueuedWager[] } {
  const seen = new Set<string>();
  const first: QueuedWager[] = [];
  const later: QueuedWager[] = [];
  deliveries.forEach((delivery, place) => {
    for (const wager of delivery.wagers) {
      const key = `${delivery.sourceId}:${wager.ref}`;
      (seen.has(key) ? later : first).push({ place, wager });
      seen.add(key);
    }
  });
  return { first, later };
}

export function isRefusedWhole(delivery: Delivery): boolean {
  return delivery.refused.some((refused) => refused.item === -1);
}

/** The statement's snapshot was older than the commit it ran into; a new statement sees the winner. */
async function hasSameBody(client: ClientBase, delivery: Delivery | undefined): Promise<boolean> {
  if (delivery === undefined) throw new RangeError("the database named a delivery that was not sent");
  const { rows } = await client.query<{ same: boolean }>(COMPARE_BODY, [
    delivery.sourceId,
    delivery.deliveryId,
    delivery.body,
  ]);
  const same = rows[0]?.same;
  if (same === undefined) throw new Error("a delivery was refused as known and is not there");
  return same;
}
