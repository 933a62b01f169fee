import type { ClientBase } from "pg";
import type { SourceId, PlayerId } from "../../wire/ids.js";
import { microUsd, type MicroUsd } from "../../wire/money.js";
import { plainArray, textArray } from "./array-literal.js";
import { newerNames, rememberNames, type KnownPlayers, type MentionedPlayer } from "./known-players.js";
import { writeNames, type PlayerDirectory } from "./players.js";
import { roundTotal } from "./total-rounding.js";
import { hasFallen, judgeTotal, type RecordedTotal, type TotalDifference } from "./totals-difference.js";
import { LOCK_TOTALS, OPEN_SNAPSHOT, POST_DIFFERENCES, READ_TOTALS, TOTALS_LOCK, WRITE_TOTALS } from "./totals-sql.js";
import { inTransaction } from "./transaction.js";

export interface TotalRow {
  /** The source's player id; once in a snapshot. */
  readonly player: string;
  readonly playerName: string | undefined;
  /** All he ever wagered, in exactly the digits that were sent. */
  readonly total: string;
}

/** Cumulative totals of players at one moment. A player who is not in it is unchanged, not at zero. */
export interface TotalsSnapshot {
  readonly sourceId: SourceId;
  /** ISO text; what orders snapshots, whenever they arrive. */
  readonly asOf: string;
  /** When a poll asked for it, if its source does not state the moment; the difference after it covers from here. */
  readonly requestedAt?: Date;
  readonly receivedAt: Date;
  /** Category of its entries, by which a race can weigh them; none when left out. */
  readonly category?: string;
  readonly rows: readonly TotalRow[];
}

export interface TotalsOutcome {
  /** Rows that are now the newest total of their player, changed or not. */
  readonly accepted: number;
  /** Rows of players whose recorded total is as new or newer. */
  readonly late: number;
  /** Players whose total fell by more than a hundredth: a correction that somebody should look at (reliability.md 2.5). */
  readonly fallen: number;
}

/** Rows in one statement: keeps each below the limit of 5 s on a snapshot of a hundred thousand players. */
const CHUNK = 5_000;

/**
 * Records a snapshot of cumulative totals in one transaction: exact totals, and their differences as ledger entries.
 * Late and repeated snapshots change nothing.
 * @param also runs in the same transaction before anything else, and may end the recording by returning a value
 * @throws the database's error; RangeError for a total that is not a plain decimal
 */
export async function recordTotals<Ended>(
  client: ClientBase,
  directory: PlayerDirectory,
  snapshot: TotalsSnapshot,
  also: () => Promise<Ended | undefined>,
): Promise<TotalsOutcome | Ended> {
  const mentioned = mentionedInTotals(snapshot);
  const players = await directory.ensure(client, mentioned);
  const renames = newerNames(players, mentioned);
  const outcome = await inTransaction(client, "commit", async () => {
    const ended = await also();
    if (ended !== undefined) return ended;
    const applied = await applyTotals(client, players, snapshot);
    if (renames.length > 0) await writeNames(client, renames);
    return applied;
  });
  rememberNames(renames);
  return outcome;
}

/** The part of {@link recordTotals} inside an open transaction, for players that are known. */
export async function applyTotals(
  client: ClientBase,
  players: KnownPlayers,
  snapshot: TotalsSnapshot,
): Promise<TotalsOutcome> {
  await client.query(LOCK_TOTALS, [TOTALS_LOCK, snapshot.sourceId]);
  const { rows } = await client.query<{ id: string }>(OPEN_SNAPSHOT, [
    snapshot.sourceId,
    snapshot.asOf,
    snapshot.rows.length,
    snapshot.requestedAt ?? null,
  ]);
  const snapshotId = rows[0]?.id ?? "";
  const outcomes: TotalsOutcome[] = [];
  for (let start = 0; start < snapshot.rows.length; start += CHUNK) {
    const part = snapshot.rows.slice(start, start + CHUNK);
    outcomes.push(await recordPart(client, players, snapshot, snapshotId, part));
  }
  return outcomes.reduce(add, { accepted: 0, late: 0, fallen: 0 });
}

function add(one: TotalsOutcome, other: TotalsOutcome): TotalsOutcome {
  return {
    accepted: one.accepted + other.accepted,
    late: one.late + other.late,
    fallen: one.fallen + other.fallen,
  };
}

/** Players of a snapshot; a name is as old as the snapshot. */
export function mentionedInTotals({ sourceId, asOf, receivedAt, rows }: TotalsSnapshot): MentionedPlayer[] {
  const toldAt = new Date(asOf);
  const namedAt = toldAt < receivedAt ? toldAt : receivedAt;
  return rows.map(({ player, playerName }) => ({ sourceId, player, playerName, namedAt }));
}

interface Newest {
  readonly playerId: PlayerId;
  readonly total: string;
  readonly recorded: MicroUsd;
}

async function recordPart(
  client: ClientBase,
  players: KnownPlayers,
  snapshot: TotalsSnapshot,
  snapshotId: string,
  rows: readonly TotalRow[],
): Promise<TotalsOutcome> {
  const { sourceId } = snapshot;
  const ids = rows.map(({ player }) => players.idOf(sourceId, player));
  const before = await readTotals(client, snapshot, ids);
  const newest: Newest[] = [];
  const differences: TotalDifference[] = [];
  rows.forEach(({ player, total }) => {
    const playerId = players.idOf(sourceId, player);
    const recorded = roundTotal(total);
    const verdict = judgeTotal(playerId, recorded, before.get(playerId));
    if (verdict.kind === "late") return;
    newest.push({ playerId, total, recorded });
    if (verdict.difference !== undefined) differences.push(verdict.difference);
  });
  await writeTotals(client, snapshot, newest);
  await postDifferences(client, snapshot, snapshotId, differences);
  const fallen = differences.filter(hasFallen).length;
  return { accepted: newest.length, late: rows.length - newest.length, fallen };
}

async function readTotals(
  client: ClientBase,
  { sourceId, asOf }: TotalsSnapshot,
  ids: readonly PlayerId[],
): Promise<Map<PlayerId, RecordedTotal>> {
  const { rows } = await client.query<{
    player_id: string;
    recorded: string;
    covered_until: string;
    is_older: boolean;
  }>(READ_TOTALS, [sourceId, plainArray(ids), asOf]);
  const byId = new Map(rows.map((row) => [Number(row.player_id), row]));
  const before = new Map<PlayerId, RecordedTotal>();
  for (const id of ids) {
    const row = byId.get(id);
    if (row === undefined) continue;
    before.set(id, {
      recorded: microUsd(BigInt(row.recorded)),
      coveredUntil: row.covered_until,
      isOlder: row.is_older,
    });
  }
  return before;
}

async function writeTotals(client: ClientBase, snapshot: TotalsSnapshot, newest: readonly Newest[]): Promise<void> {
  if (newest.length === 0) return;
  await client.query(WRITE_TOTALS, [
    snapshot.sourceId,
    snapshot.asOf,
    plainArray(newest.map(({ playerId }) => playerId)),
    textArray(newest.map(({ total }) => total)),
    plainArray(newest.map(({ recorded }) => recorded)),
    snapshot.requestedAt ?? null,
  ]);
}

async function postDifferences(
  client: ClientBase,
  { sourceId, asOf, category }: TotalsSnapshot,
  snapshotId: string,
  differences: readonly TotalDifference[],
): Promise<void> {
  if (differences.length === 0) return;
  await client.query(POST_DIFFERENCES, [
    sourceId,
    snapshotId,
    String(Date.parse(asOf)),
    asOf,
    plainArray(differences.map(({ playerId }) => playerId)),
    plainArray(differences.map(({ amount }) => amount)),
    plainArray(differences.map(({ delta }) => delta)),
    textArray(differences.map(({ coversFrom }) => coversFrom)),
    category ?? null,
  ]);
}
