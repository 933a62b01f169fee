import type { CoreContext } from "../context.js";
import { ConflictError, InvalidInputError, NotFoundError } from "../errors.js";
import type { Endpoint } from "./delivery.js";
import type { DeadLetterState } from "../../wire/dead-letters.js";

/** What was signed but not applied, as an admin sees it. */
export interface DeadLetterView {
  readonly id: number;
  readonly source: string;
  readonly deliveryId: string;
  /** Place in a batch or snapshot; -1 when the whole delivery is meant. */
  readonly item: number;
  readonly endpoint: Endpoint;
  readonly reason: string;
  readonly detail: string | null;
  readonly state: DeadLetterState;
  readonly attempts: number;
  readonly headers: Record<string, string>;
  /** The bytes as text; what is not UTF-8 shows as U+FFFD. */
  readonly body: string;
  readonly receivedAt: Date;
  readonly resolvedAt: Date | null;
  readonly resolution: string | null;
}

export interface DeadLetterQuery {
  readonly state?: DeadLetterState;
  /** A source's slug. */
  readonly source?: string;
  readonly reason?: string;
  /** Id of the last letter of the page before. */
  readonly before?: number;
  /** 1 to 200. */
  readonly limit: number;
}

interface Row extends Omit<DeadLetterView, "id" | "body"> {
  readonly id: string;
  readonly body: Buffer;
}

const LIST = `
  select letter.id, sources.slug as source, letter.delivery_id as "deliveryId", letter.item, letter.endpoint,
    letter.reason, letter.detail, letter.state, letter.attempts, letter.headers, letter.body,
    letter.received_at as "receivedAt", letter.resolved_at as "resolvedAt", letter.resolution
  from dead_letters letter join sources on sources.id = letter.source_id
  where ($1::text is null or letter.state = $1) and ($2::text is null or sources.slug = $2)
    and ($3::text is null or letter.reason = $3) and ($4::bigint is null or letter.id < $4)
  order by letter.id desc limit $5`;

/** Newest first. @throws InvalidInputError */
export async function listDeadLetters(
  { pool }: Pick<CoreContext, "pool">,
  { state, source, reason, before, limit }: DeadLetterQuery,
): Promise<DeadLetterView[]> {
  if (!(limit >= 1 && limit <= 200)) throw new InvalidInputError("limit must be 1 to 200");
  const { rows } = await pool.query<Row>(LIST, [state, source, reason, before, limit]);
  return rows.map((row) => ({ ...row, id: Number(row.id), body: row.body.toString("utf8") }));
}

/**
 * Closes a letter that will not be applied; it stays for the record.
 * @throws NotFoundError; ConflictError when it is closed already; InvalidInputError without a reason
 */
export async function discardDeadLetter(
  { pool, clock }: Pick<CoreContext, "pool" | "clock">,
  id: number,
  reason: string,
): Promise<void> {
  const resolution = reason.trim();
  if (resolution === "") throw new InvalidInputError("Say why.", [{ path: "reason", message: "must not be empty" }]);
  const { rowCount } = await pool.query(
    "update dead_letters set state = 'discarded', resolved_at = $2, resolution = $3 where id = $1 and state = 'open'",
    [id, clock.now(), resolution],
  );
  if (rowCount === 0) await explainClosed({ pool }, id);
}

/** @throws NotFoundError or ConflictError, whichever says why an open letter of that id was not found */
export async function explainClosed({ pool }: Pick<CoreContext, "pool">, id: number): Promise<never> {
  const { rows } = await pool.query<{ state: string }>("select state from dead_letters where id = $1", [id]);
  const [letter] = rows;
  if (letter === undefined) throw new NotFoundError("There is no such dead letter.");
  throw new ConflictError(`This dead letter is ${letter.state} already.`);
}
