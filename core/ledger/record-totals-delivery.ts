import type { ClientBase } from "pg";
import { addDeadLetters } from "./add-dead-letters.js";
import { isAboutData } from "./database-errors.js";
import type { Delivery, DeliveryOutcome } from "./delivery.js";
import { refusedWhole } from "./narrowed-delivery.js";
import { recordWhateverHappens } from "./ledger-writer.js";
import { COMPARE_BODY } from "./record-sql.js";
import { recordTotals, type TotalsSnapshot } from "./record-totals.js";
import { withRetries, type Connections, type RetryOptions } from "./with-retries.js";

/** A delivery that is a cumulative snapshot. Rows that cannot be applied are among its `refused`. */
export interface TotalsDelivery extends Delivery {
  readonly snapshot: TotalsSnapshot;
}

const TAKE_ONE = `
  insert into webhook_inbox (source_id, delivery_id, body_sha256, body, outcome)
  values ($1, $2, sha256($3::bytea), $3::bytea, 'accepted')
  on conflict do nothing`;

/**
 * Records a snapshot that came as a delivery: inbox row, totals, entries and dead letters in one transaction. When the
 * database refuses the data, the whole delivery becomes a dead letter: half a snapshot is worse than none.
 * @throws the last error when the database stays away; repeating is safe
 */
export async function recordTotalsDelivery(
  connections: Connections,
  delivery: TotalsDelivery,
  options: RetryOptions,
): Promise<DeliveryOutcome> {
  try {
    return await withRetries(connections, options, (client) => recordOnce(client, delivery, options));
  } catch (error) {
    if (!isAboutData(error)) throw error;
    const [outcome] = await recordWhateverHappens(connections, [refusedWhole(delivery, error.code ?? "")], options);
    if (outcome === undefined) throw error;
    return outcome;
  }
}

async function recordOnce(
  client: ClientBase,
  delivery: TotalsDelivery,
  { directory }: RetryOptions,
): Promise<DeliveryOutcome> {
  const outcome = await recordTotals(client, directory, delivery.snapshot, async () => {
    const known = await take(client, delivery);
    if (known !== undefined) return known;
    await addDeadLetters(
      client,
      delivery.refused.map((refused) => ({ delivery, refused })),
    );
    return undefined;
  });
  if ("kind" in outcome) return outcome;
  const { accepted, late, fallen } = outcome;
  return { kind: "recorded", accepted, duplicates: late, refused: delivery.refused, fallen };
}

async function take(
  client: ClientBase,
  { sourceId, deliveryId, body }: Delivery,
): Promise<Extract<DeliveryOutcome, { kind: "repeated" | "contradicted" }> | undefined> {
  const values = [sourceId, deliveryId, body];
  const { rowCount } = await client.query(TAKE_ONE, values);
  if (rowCount === 1) return undefined;
  const { rows } = await client.query<{ same: boolean }>(COMPARE_BODY, values);
  return { kind: rows[0]?.same === true ? "repeated" : "contradicted" };
}
