import { plainArray, textArray } from "./array-literal.js";
import type { Delivery, WagerRevision } from "./delivery.js";
import type { KnownPlayers } from "./known-players.js";

/** One wager of one delivery in a flush. */
export interface QueuedWager {
  /** Place of its delivery in the flush, from 0. */
  readonly place: number;
  readonly wager: WagerRevision;
}

/** Source, id, and the place of its body in the bytes of all. */
export function bodyColumns(deliveries: readonly Delivery[]): unknown[] {
  const starts: number[] = [];
  let start = 1;
  for (const { body } of deliveries) {
    starts.push(start);
    start += body.length;
  }
  return [
    plainArray(deliveries.map((delivery) => delivery.sourceId)),
    textArray(deliveries.map((delivery) => delivery.deliveryId)),
    plainArray(starts),
    plainArray(deliveries.map((delivery) => delivery.body.length)),
    Buffer.concat(deliveries.map((delivery) => delivery.body)),
  ];
}

/** Place of its delivery (from 1), wager id, player, revision, amount, time, category, game. */
export function wagerColumns(
  deliveries: readonly Delivery[],
  players: KnownPlayers,
  queued: readonly QueuedWager[],
): unknown[] {
  const playerIds = queued.map(({ place, wager }) => {
    const delivery = deliveries[place];
    if (delivery === undefined) throw new RangeError("a queued wager must belong to its flush");
    return players.idOf(delivery.sourceId, wager.player);
  });
  return [
    plainArray(queued.map(({ place }) => place + 1)),
    textArray(queued.map(({ wager }) => wager.ref)),
    plainArray(playerIds),
    plainArray(queued.map(({ wager }) => wager.revision)),
    plainArray(queued.map(({ wager }) => wager.amount)),
    textArray(queued.map(({ wager }) => wager.occurredAt)),
    textArray(queued.map(({ wager }) => wager.category)),
    textArray(queued.map(({ wager }) => wager.game)),
  ];
}
