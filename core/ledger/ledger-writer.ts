import { setTimeout as delay } from "node:timers/promises";
import type { ClientBase } from "pg";
import { ContendedError, isAboutData, isMissingPlayer, isTransient } from "./database-errors.js";
import type { Delivery, DeliveryOutcome } from "./delivery.js";
import { keepingOnly, refusedWhole } from "./narrowed-delivery.js";
import type { PlayerDirectory } from "./players.js";
import { recordDeliveries } from "./record-deliveries.js";

/** Lends a connection for one piece of work; after an error the next use may get another one. */
export interface Connections {
  use<Result>(work: (client: ClientBase) => Promise<Result>): Promise<Result>;
}

const MAX_RETRIES = 5;
const FIRST_RETRY_MS = 50;

export interface RecordOptions {
  readonly directory: PlayerDirectory;
  /** `performance.now()` after which nobody waits for the answer any more. */
  readonly giveUpAt: number;
  readonly random?: () => number;
}

/**
 * Records deliveries whatever happens: tries again what may succeed (at most 5 times within 1.55 s and jitter), and
 * when the database refuses the data of one, halves the flush until that one is alone and becomes a dead letter.
 * @throws the last error when the database stays away; some of the deliveries may be committed, and repeating is safe
 */
export async function recordWhateverHappens(
  connections: Connections,
  deliveries: readonly Delivery[],
  options: RecordOptions,
): Promise<DeliveryOutcome[]> {
  try {
    return await recordWithRetries(connections, deliveries, options, "commit");
  } catch (error) {
    if (!isAboutData(error)) throw error;
    const [only, ...others] = deliveries;
    if (only === undefined) throw error;
    if (others.length === 0) return recordWithoutPoison(connections, only, options, error.code ?? "");
    const middle = deliveries.length >> 1;
    const left = await recordWhateverHappens(connections, deliveries.slice(0, middle), options);
    return [...left, ...(await recordWhateverHappens(connections, deliveries.slice(middle), options))];
  }
}

async function recordWithRetries(
  connections: Connections,
  deliveries: readonly Delivery[],
  { directory, giveUpAt, random = Math.random }: RecordOptions,
  end: "commit" | "rollback",
): Promise<DeliveryOutcome[]> {
  let hasForgotten = false;
  for (let retry = 0; ; retry++) {
    try {
      return await connections.use((client) => recordDeliveries(client, directory, deliveries, end));
    } catch (error) {
      if (isMissingPlayer(error) && !hasForgotten) {
        directory.forget();
        hasForgotten = true;
        continue;
      }
      if (!isTransient(error) || retry === MAX_RETRIES || performance.now() > giveUpAt) throw error;
      // Another writer has committed by now, so there is nothing to wait for.
      if (!(error instanceof ContendedError)) await delay(FIRST_RETRY_MS * 2 ** retry * random());
    }
  }
}

/** Finds the wagers of one delivery that the database refuses, and records the delivery without them. */
async function recordWithoutPoison(
  connections: Connections,
  delivery: Delivery,
  options: RecordOptions,
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
  options: RecordOptions,
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
