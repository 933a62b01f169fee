import type { Delivery, RefusedItem, WagerRevision } from "./delivery.js";

function changed(delivery: Delivery, change: Partial<Delivery>): Delivery {
  return {
    sourceId: delivery.sourceId,
    deliveryId: delivery.deliveryId,
    endpoint: delivery.endpoint,
    body: delivery.body,
    receivedAt: delivery.receivedAt,
    sentAt: delivery.sentAt,
    wagers: delivery.wagers,
    players: delivery.players,
    refused: delivery.refused,
    headers: () => delivery.headers(),
    itemBody: (item) => delivery.itemBody(item),
    ...change,
  };
}

function refusal(item: number, sqlState: string): RefusedItem {
  return { item, reason: "refused_by_database", detail: `SQLSTATE ${sqlState}` };
}

/** The delivery as one dead letter, after the database refused its data. */
export function refusedWhole(delivery: Delivery, sqlState: string): Delivery {
  return changed(delivery, { wagers: [], players: [], refused: [refusal(-1, sqlState)] });
}

/** The delivery without some of its wagers, which become dead letters. @param poison SQLSTATE by item */
export function keepingOnly(
  delivery: Delivery,
  poison: ReadonlyMap<number, string>,
  wagers: readonly WagerRevision[] = delivery.wagers,
): Delivery {
  const refused = [...poison].map(([item, sqlState]) => refusal(item, sqlState));
  return changed(delivery, {
    wagers: wagers.filter((wager) => !poison.has(wager.item)),
    refused: [...delivery.refused, ...refused],
  });
}
