import type { Delivery, WagerRevision } from "../../core/ledger/delivery.js";
import { sourceId } from "../../wire/ids.js";
import { microUsd } from "../../wire/money.js";

let deliveries = 0;

/** A wager's revision worth `amount` micro-USD. */
export function revisionOf(ref: string, more: Partial<WagerRevision> = {}): WagerRevision {
  return {
    item: -1,
    ref,
    player: "U1",
    playerName: undefined,
    revision: 1n,
    amount: microUsd(1n),
    occurredAt: "2026-11-22T09:00:00Z",
    category: null,
    game: null,
    ...more,
  };
}

/** A delivery as the receiver hands it to the ledger. */
export function deliveryOf(
  source: number,
  wagers: readonly WagerRevision[],
  deliveryId = `d_${++deliveries}`,
): Delivery {
  const body = Buffer.from(
    JSON.stringify({ deliveryId, wagers: wagers.map(({ ref, revision }) => `${ref}:${revision}`) }),
  );
  return {
    sourceId: sourceId(source),
    deliveryId,
    endpoint: wagers.length === 1 ? "event" : "batch",
    body,
    receivedAt: new Date("2026-11-22T10:00:00Z"),
    sentAt: new Date("2026-11-22T10:00:00Z"),
    wagers,
    players: [],
    refused: [],
    headers: () => ({}),
    itemBody: () => body,
  };
}
