import type { PoolClient } from "pg";
import { sourceId, type SourceId } from "../../wire/ids.js";
import type { QuarantineReason } from "../../wire/webhook-events.js";
import type { CoreContext } from "../context.js";
import { dialectSchema } from "../sources/dialect.js";
import { readDialect } from "./content/read-dialect.js";
import { readBatch, readEvent, type Content } from "./content/read-events.js";
import { readTotals } from "./content/read-totals.js";
import { explainClosed } from "./dead-letters.js";
import type { Endpoint } from "./delivery.js";
import { extendChains } from "./extend-chains.js";
import { newerNames, type MentionedPlayer } from "./known-players.js";
import { PlayerDirectory, writeNames } from "./players.js";
import { applyTotals, mentionedInTotals, type TotalsSnapshot } from "./record-totals.js";
import { prepareLedgerSession } from "./session.js";
import { inTransaction } from "./transaction.js";

export type ReplayOutcome =
  | { readonly status: "replayed"; readonly resolution: "recorded" | "duplicate" }
  /** Still not applicable; the letter stays open. */
  | { readonly status: "quarantined"; readonly reason: QuarantineReason };

interface Letter {
  readonly sourceId: SourceId;
  readonly deliveryId: string;
  readonly item: number;
  readonly endpoint: Endpoint;
  readonly body: Buffer;
  readonly receivedAt: Date;
  /** The dialect of its source as it is now: mending it is a reason to replay. */
  readonly dialect: unknown;
}

interface LetterRow {
  source_id: number;
  delivery_id: string;
  item: number;
  endpoint: Endpoint;
  body: Buffer;
  received_at: Date;
  mode: "events" | "totals";
  dialect: unknown;
}

const LOCK_LETTER = `
  select letter.source_id, letter.delivery_id, letter.item, letter.endpoint, letter.body, letter.received_at, sources.mode,
    sources.dialect
  from dead_letters letter join sources on sources.id = letter.source_id
  where letter.id = $1 and letter.state = 'open' for update of letter`;

/**
 * Applies an open dead letter by the same rules as a fresh delivery, in one transaction: what hindered it may be gone
 * (a mended database, a source whose mode was corrected, a rule that was relaxed). Applying it twice changes nothing.
 * @throws NotFoundError; ConflictError when the letter is closed; the database's error
 */
export async function replayDeadLetter(
  context: Pick<CoreContext, "pool" | "clock">,
  id: number,
): Promise<ReplayOutcome> {
  const client = await context.pool.connect();
  let isUsable = false;
  try {
    await prepareLedgerSession(client);
    const outcome = await inTransaction(client, "commit", () => replayInside(client, id, context.clock.now()));
    await client.query("reset all");
    isUsable = true;
    if (outcome === undefined) return await explainClosed(context, id);
    if (outcome.status === "replayed") await client.query("select pg_notify('ledger', '')");
    return outcome;
  } finally {
    client.release(!isUsable);
  }
}

async function replayInside(client: PoolClient, id: number, now: Date): Promise<ReplayOutcome | undefined> {
  const { rows } = await client.query<LetterRow>(LOCK_LETTER, [id]);
  const [row] = rows;
  if (row === undefined) return undefined;
  const letter: Letter = {
    sourceId: sourceId(row.source_id),
    deliveryId: row.delivery_id,
    item: row.item,
    endpoint: row.endpoint,
    body: row.body,
    receivedAt: row.received_at,
    dialect: row.dialect,
  };
  const isOfMode = (row.endpoint === "totals") === (row.mode === "totals");
  const outcome: ReplayOutcome = isOfMode
    ? await apply(client, letter)
    : { status: "quarantined", reason: "wrong_mode" };
  await close(client, id, letter, outcome, now);
  return outcome;
}

function apply(client: PoolClient, letter: Letter): Promise<ReplayOutcome> {
  if (letter.endpoint === "totals") return applySnapshot(client, letter);
  return applyEvents(client, letter, readContent(letter));
}

function readContent({ dialect, endpoint, body, receivedAt }: Letter): Content {
  if (dialect !== null) return readDialect(dialectSchema.parse(dialect), body, receivedAt);
  return endpoint === "batch" ? readBatch(body, receivedAt) : readEvent(body, receivedAt);
}

async function applyEvents(client: PoolClient, letter: Letter, content: Content): Promise<ReplayOutcome> {
  const [refused] = content.refused;
  if (refused !== undefined) return { status: "quarantined", reason: refused.reason };
  const { sourceId: source, receivedAt } = letter;
  const namedAt = content.sentAt < receivedAt ? content.sentAt : receivedAt;
  const mentioned: MentionedPlayer[] = [...content.wagers, ...content.players].map(({ player, playerName }) => ({
    sourceId: source,
    player,
    playerName,
    namedAt,
  }));
  const players = await new PlayerDirectory().ensure(client, mentioned);
  const wagers = content.wagers.map((wager) => ({ sourceId: source, wager }));
  const verdicts = wagers.length > 0 ? await extendChains(client, players, wagers) : [];
  const conflict = verdicts.find((verdict) => verdict.kind === "refused");
  if (conflict !== undefined) return { status: "quarantined", reason: conflict.reason };
  await writeNames(client, newerNames(players, mentioned));
  const isNew = wagers.length === 0 || verdicts.some((verdict) => verdict.kind === "append");
  return { status: "replayed", resolution: isNew ? "recorded" : "duplicate" };
}

async function applySnapshot(client: PoolClient, letter: Letter): Promise<ReplayOutcome> {
  const read = readTotals(letter.body, letter.receivedAt);
  if (!read.ok) return { status: "quarantined", reason: read.reason };
  const [refused] = read.value.refused;
  if (refused !== undefined) return { status: "quarantined", reason: refused.reason };
  const { asOf, rows } = read.value;
  const snapshot: TotalsSnapshot = { sourceId: letter.sourceId, asOf, receivedAt: letter.receivedAt, rows };
  const mentioned = mentionedInTotals(snapshot);
  const players = await new PlayerDirectory().ensure(client, mentioned);
  const { accepted } = await applyTotals(client, players, snapshot);
  await writeNames(client, newerNames(players, mentioned));
  return { status: "replayed", resolution: accepted > 0 ? "recorded" : "duplicate" };
}

async function close(client: PoolClient, id: number, letter: Letter, outcome: ReplayOutcome, now: Date): Promise<void> {
  if (outcome.status === "quarantined") {
    await client.query("update dead_letters set attempts = attempts + 1, reason = $2 where id = $1", [
      id,
      outcome.reason,
    ]);
    return;
  }
  await client.query(
    "update dead_letters set attempts = attempts + 1, state = 'replayed', resolved_at = $2, resolution = $3 where id = $1",
    [id, now, outcome.resolution],
  );
  if (letter.item !== -1) return;
  await client.query(
    "update webhook_inbox set outcome = 'accepted' where source_id = $1 and delivery_id = $2 and outcome = 'quarantined'",
    [letter.sourceId, letter.deliveryId],
  );
}
