import type { PoolClient } from "pg";
import type { PlayerId, RaceId } from "../../wire/ids.js";
import { playerId } from "../../wire/ids.js";
import { RECEIPT_FORMAT, type Receipt, type ReceiptEntry } from "../../proof/result-document.js";
import { inTransaction } from "../../db/transaction.js";
import { formatMicroUsd, microUsd } from "../../wire/money.js";
import {
  COUNTED_IN_SNAPSHOT,
  COUNTED_PARAMETERS,
  countedInSnapshotParameters,
  type LedgerSnapshot,
} from "../boards/counted-entries.js";
import type { CountingRules } from "../boards/counting-rules.js";
import type { CoreContext } from "../context.js";
import { NotFoundError } from "../errors.js";
import { readRace } from "../races/read-races.js";
import { preciseInstantSql } from "./entry-line.js";
import { playerSalt, readRaceSalt } from "./pseudonyms.js";
import { resultRules } from "./result-rules.js";
import { documentPieces, parseHeader } from "./write-document.js";

type Deps = Pick<CoreContext, "pool">;

/** A published result document. */
export interface PublishedResult {
  version: number;
  /** Hex; also a fit entity tag, as a version never changes. */
  documentHash: string;
  /** The canonical text in pieces: a document of a million players has 250 MB. */
  text(): AsyncGenerator<string>;
}

const DOCUMENT = `
  select r.id::text, r.version, d.header, encode(d.document_hash, 'hex') as hash
  from race_results r join race_documents d on d.result_id = r.id
  where r.race_id = $1 and ($2::int is null or r.version = $2) order by r.version desc limit 1`;

/**
 * The result document of a race.
 * @param version the newest when left out
 * @throws NotFoundError before settlement, and for a version that does not exist
 */
export async function readResult({ pool }: Deps, race: RaceId, version?: number): Promise<PublishedResult> {
  const { rows } = await pool.query<{ id: string; version: number; header: string; hash: string }>(DOCUMENT, [
    race,
    version ?? null,
  ]);
  const found = rows[0];
  if (found === undefined) throw new NotFoundError("This race has no such result.");
  return {
    version: found.version,
    documentHash: found.hash,
    text: () => documentPieces(pool, Number(found.id), parseHeader(found.header), found.hash),
  };
}

/** The whole text of a document; for races of ordinary size. */
export async function readResultText(context: Deps, race: RaceId, version?: number): Promise<string> {
  const result = await readResult(context, race, version);
  let whole = "";
  for await (const piece of result.text()) whole += piece;
  return whole;
}

/** A version of a result with what is needed to count again what it counted. */
export interface StoredSnapshot extends LedgerSnapshot {
  id: number;
  version: number;
  rules: CountingRules;
}

/** @throws NotFoundError */
export async function readStoredSnapshot(client: PoolClient, race: RaceId, version?: number): Promise<StoredSnapshot> {
  const { rows } = await client.query<{
    id: string;
    version: number;
    era: number;
    snapshot: string;
    openings: string[] | null;
  }>(
    `select id::text, version, era, snapshot, openings::text[] from race_results
     where race_id = $1 and ($2::int is null or version = $2) order by version desc limit 1`,
    [race, version ?? null],
  );
  const found = rows[0];
  const record = await readRace(client, race);
  if (found === undefined || record === undefined) throw new NotFoundError("This race has no such result.");
  const openings = found.openings === null ? "all" : new Set(found.openings.map((id) => playerId(Number(id))));
  return { ...found, id: Number(found.id), rules: await resultRules(client, record, openings) };
}

/** A counted entry as the database gives it: money as digits of micro-USD. */
export interface EntryRow extends Omit<ReceiptEntry, "amount" | "delta" | "counted"> {
  amount: string;
  delta: string;
  counted: string;
}

/** Columns of a receipt's entry, from counted entries `e` and their source `s`. */
export const ENTRY_COLUMNS = `
  s.slug as source, e.kind, e.ref, e.seq, e.revision::text, e.amount::text, e.delta::text, e.counted::text,
  ${preciseInstantSql("e.occurred_at")} as "occurredAt", ${preciseInstantSql("e.covers_from")} as "coversFrom", e.category`;

const ENTRIES = `
  select ${ENTRY_COLUMNS} from (${COUNTED_IN_SNAPSHOT}) as e join sources s on s.id = e.source_id
  where e.counted <> 0 and e.player_id = $${COUNTED_PARAMETERS + 1} order by e.id`;

/** @param row with amounts in micro-USD as digits */
export function toReceiptEntry(row: EntryRow): ReceiptEntry {
  const usd = (digits: string) => formatMicroUsd(microUsd(BigInt(digits)));
  return { ...row, amount: usd(row.amount), delta: usd(row.delta), counted: usd(row.counted) };
}

/**
 * What one player needs to prove his part of a result: the salt of his pseudonym and his entries. Give it to nobody
 * but him: whoever has it knows which row is his.
 * @throws NotFoundError when the race has no result or he is not in it
 */
export async function receipt({ pool }: Deps, race: RaceId, player: PlayerId, version?: number): Promise<Receipt> {
  const published = await readResult({ pool }, race, version);
  return inTransaction(pool, "snapshot", async (client) => {
    const stored = await readStoredSnapshot(client, race, published.version);
    const { rows } = await client.query<EntryRow>(ENTRIES, [
      ...countedInSnapshotParameters(stored.rules, stored),
      player,
    ]);
    const raceSalt = await readRaceSalt(client, race);
    if (rows.length === 0 || raceSalt === undefined) throw new NotFoundError("This player is not in the result.");
    return {
      format: RECEIPT_FORMAT,
      race,
      version: published.version,
      documentHash: published.documentHash,
      playerSalt: playerSalt(raceSalt, player).toString("hex"),
      entries: rows.map(toReceiptEntry),
    };
  });
}
