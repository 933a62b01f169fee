import type { ClientBase } from "pg";
import { plainArray, textArray } from "./array-literal.js";
import type { Delivery, RefusedItem } from "./delivery.js";
import { ADD_DEAD_LETTERS } from "./record-sql.js";

export interface DeadLetter {
  readonly delivery: Pick<Delivery, "sourceId" | "deliveryId" | "endpoint" | "receivedAt" | "headers" | "itemBody">;
  readonly refused: RefusedItem;
}

/** Letters in one statement: a snapshot of 8 MiB may hold 100,000 rows that cannot be read. */
const CHUNK = 2_000;

/** Keeps what cannot be applied, whole and with its reason. Part of the recording transaction. */
export async function addDeadLetters(client: ClientBase, letters: readonly DeadLetter[]): Promise<void> {
  for (let start = 0; start < letters.length; start += CHUNK)
    await addSome(client, letters.slice(start, start + CHUNK));
}

async function addSome(client: ClientBase, letters: readonly DeadLetter[]): Promise<void> {
  await client.query(ADD_DEAD_LETTERS, [
    plainArray(letters.map(({ delivery }) => delivery.sourceId)),
    textArray(letters.map(({ delivery }) => delivery.deliveryId)),
    plainArray(letters.map(({ refused }) => refused.item)),
    textArray(letters.map(({ delivery }) => delivery.endpoint)),
    textArray(letters.map(({ delivery }) => JSON.stringify(delivery.headers()))),
    letters.map(({ delivery, refused }) => delivery.itemBody(refused.item)),
    textArray(letters.map(({ refused }) => refused.reason)),
    textArray(letters.map(({ refused }) => refused.detail)),
    textArray(letters.map(({ delivery }) => delivery.receivedAt.toISOString())),
  ]);
}
