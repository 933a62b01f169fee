import { isAboutData } from "./database-errors.js";
import type { Delivery, DeliveryOutcome } from "./delivery.js";
import { keepingOnly, refusedWhole } from "./narrowed-delivery.js";
import { recordDeliveries, type Committed } from "./record-deliveries.js";
import type { TransactionEnd } from "./transaction.js";
import { withRetries, type Connections, type RetryOptions } from "./with-retries.js";

/**
 * Records deliveries whatever happens: tries again what may succeed, and when the database refuses the data of one,
 * halves the flush until that one is alone and becomes a dead letter.
 * @param committed what of them is committed already
 * @throws the last error when the database stays away; some of the deliveries may be committed, and repeating is safe
 */
export async function recordWhateverHappens(
  connections: Connections,
  deliveries: readonly Delivery[],
  options: RetryOptions,
  committed: Committed = new Map(),
): Promise<DeliveryOutcome[]> {
  try {
    return await recordWithRetries(connections, deliveries, options, "commit", committed);
  } catch (error) {
    if (!isAboutData(error)) throw error;
    const [only, ...others] = deliveries;
    if (only === undefined) throw error;
    if (others.length === 0) return recordWithoutPoison(connections, only, options, error.code ?? "");
    const middle = deliveries.length >> 1;
    const left = await recordWhateverHappens(connections, deliveries.slice(0, middle), options, committed);
    return [...left, ...(await recordWhateverHappens(connections, deliveries.slice(middle), options, committed))];
  }
}

function recordWithRetries(
  connections: Connections,
  deliveries: readonly Delivery[],
  options: RetryOptions,
  end: TransactionEnd,
  committed?: Committed,
): Promise<DeliveryOutcome[]> {
  return withRetries(connections, options, (client) =>
    recordDeliveries(client, options.directory, deliveries, end, committed),
  );
}

/** Finds the wagers of one delivery that the database refuses, and records the delivery without them. */
async function recordWithoutPoison(
  connections: Connections,
  delivery: Delivery,
  options: RetryOptions,
  sqlState: string,
): Promise<DeliveryOutcome[]> {
  if (delivery.endpoint === "event" || delivery.wagers.length === 0) {
    return recordWithRetries(connections, [refusedWhole(delivery, sqlState)], options, "commit");
  }
  const poison = new Map<number, string>();
  await findPoison(
    connections,
    delivery,
    delivery.wagers.map((wager) => wager.item),
    options,
    poison,
  );
  return recordWithRetries(connections, [keepingOnly(delivery, poison)], options, "commit");
}

async function findPoison(
  connections: Connections,
  delivery: Delivery,
  items: readonly number[],
  options: RetryOptions,
  poison: Map<number, string>,
): Promise<void> {
  const wanted = new Set(items);
  const part = { wagers: delivery.wagers.filter((wager) => wanted.has(wager.item)) };
  try {
    await recordWithRetries(connections, [keepingOnly(delivery, new Map(), part.wagers)], options, "rollback");
  } catch (error) {
    if (!isAboutData(error)) throw error;
    const [only, ...others] = items;
    if (only === undefined) throw error;
    if (others.length === 0) {
      poison.set(only, error.code ?? "");
      return;
    }
    const middle = items.length >> 1;
    await findPoison(connections, delivery, items.slice(0, middle), options, poison);
    await findPoison(connections, delivery, items.slice(middle), options, poison);
  }
}
