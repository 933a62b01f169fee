import type { ClientBase } from "pg";
import { plainArray } from "./array-literal.js";
import { isUniqueViolation } from "./database-errors.js";
import type { Delivery } from "./delivery.js";
import type { KnownPlayers } from "./known-players.js";
import { bodyColumns, wagerColumns, type QueuedWager } from "./flush-columns.js";
import { POST_NEW, POST_UNSEEN } from "./record-sql.js";

/** What became of the deliveries of a flush in the one statement for new ones. */
export interface PostedNew {
  /** Committed before, with the same body or another. */
  readonly known: ReadonlyMap<Delivery, { readonly same: boolean }>;
  /** Not touched yet: they need the careful way. */
  readonly held: ReadonlySet<Delivery>;
}

/**
 * Commits the deliveries that are plainly new, in one statement; in a second one when the first ran into something
 * known. The others are untouched: those that nothing simple can be said of, and, when somebody else commits the same
 * keys at this moment, all of them.
 * @throws the database's error, except that of such a meeting
 */
export async function postNew(
  client: ClientBase,
  players: KnownPlayers,
  deliveries: readonly Delivery[],
): Promise<PostedNew> {
  const held = new Set(deliveries);
  const known = new Map<Delivery, { same: boolean }>();
  const plain = plainOnes(deliveries);
  if (plain.length === 0) return { known, held };
  const columns = columnsOf(players, plain);
  try {
    const rows = (await postUnseen(client, columns)) ? [] : await postLooking(client, columns);
    for (const delivery of plain) held.delete(delivery);
    for (const { place, same } of rows) {
      const delivery = plain[place - 1];
      if (delivery === undefined) continue;
      if (same === null) held.add(delivery);
      else known.set(delivery, { same });
    }
    for (const delivery of known.keys()) held.delete(delivery);
  } catch (error) {
    if (!isUniqueViolation(error)) throw error;
  }
  return { known, held };
}

/**
 * Deliveries of wagers only, with nothing refused, whose wagers no other delivery of the flush speaks of. At least one
 * wager, as it is by its player that the statement proves the delivery's source.
 */
function plainOnes(deliveries: readonly Delivery[]): Delivery[] {
  const mentions = new Map<string, number>();
  const keyOf = (delivery: Delivery, ref: string): string => `${delivery.sourceId}:${ref}`;
  for (const delivery of deliveries) {
    for (const { ref } of delivery.wagers) {
      const key = keyOf(delivery, ref);
      mentions.set(key, (mentions.get(key) ?? 0) + 1);
    }
  }
  return deliveries.filter(
    (delivery) =>
      delivery.wagers.length > 0 &&
      delivery.refused.length === 0 &&
      delivery.players.length === 0 &&
      delivery.wagers.every(({ ref }) => mentions.get(keyOf(delivery, ref)) === 1),
  );
}

interface Columns {
  /** Of {@link POST_UNSEEN}. */
  readonly values: readonly unknown[];
  /** The wagers' deliveries, which {@link POST_NEW} needs to name them. */
  readonly places: unknown;
}

function columnsOf(players: KnownPlayers, deliveries: readonly Delivery[]): Columns {
  const queued: QueuedWager[] = [];
  const sourceIds: number[] = [];
  deliveries.forEach((delivery, place) => {
    for (const wager of delivery.wagers) {
      queued.push({ place, wager });
      sourceIds.push(delivery.sourceId);
    }
  });
  const [places, ...columns] = wagerColumns(deliveries, players, queued);
  return { values: [...bodyColumns(deliveries), plainArray(sourceIds), ...columns, players.place], places };
}

/** So many flushes a connection looks before it posts, once it has met something known. */
const LOOKS = 64;
/** How many of them are left. */
const looks = new WeakMap<ClientBase, number>();

/** Posts without a look. @returns false when nothing was done: the connection looks first, or something is known */
async function postUnseen(client: ClientBase, { values }: Columns): Promise<boolean> {
  if ((looks.get(client) ?? 0) > 0) return false;
  try {
    await client.query({ name: "post-unseen", text: POST_UNSEEN, values: [...values] });
    return true;
  } catch (error) {
    if (!isUniqueViolation(error)) throw error;
    looks.set(client, LOOKS);
    return false;
  }
}

async function postLooking(
  client: ClientBase,
  { values, places }: Columns,
): Promise<{ place: number; same: boolean | null }[]> {
  const { rows } = await client.query<{ place: number; same: boolean | null }>({
    name: "post-new",
    text: POST_NEW,
    values: [...values, places],
  });
  looks.set(client, rows.length > 0 ? LOOKS : (looks.get(client) ?? 1) - 1);
  return rows;
}
