import { createHash } from "node:crypto";
import type { Pool, PoolClient } from "pg";
import { canonicalJson, type CanonicalValue } from "../../proof/canonical-json.js";
import { RESULT_FORMAT } from "../../proof/result-document.js";
import { parseRaceId, playerId, type RaceId } from "../../wire/ids.js";
import { cents, formatCents, formatMicroUsd, microUsd } from "../../wire/money.js";
import { readRace } from "../races/read-races.js";
import { documentLanes } from "./lanes/document-lanes.js";
import { ensureRaceSalt } from "./pseudonyms.js";
import { readPages, renderDifference, renderPlayers, type DocumentPart } from "./render-pages.js";
import { resultRules } from "./result-rules.js";
import { readSeal } from "./seals.js";

interface ResultRow {
  id: string;
  race_id: string;
  version: number;
  era: number;
  snapshot: string;
  computed_at: Date;
  rules_version: number;
  rules_hash: Buffer;
  rules: string;
  openings: string[] | null;
  reason: string | null;
  players: number;
  excluded: number;
  entries: string;
  total_score: string;
  pool: string;
  awarded: string;
  seal_number: string | null;
  previous_id: string | null;
  previous_hash: Buffer | null;
}

const RESULT = `
  select r.id::text, r.race_id, r.version, r.era, r.snapshot, r.computed_at, r.rules_version, r.rules_hash, r.rules, r.openings::text[], r.reason,
         r.players, r.excluded, r.entries::text, r.total_score::text, r.pool::text, r.awarded::text, r.seal_number::text,
         p.id::text as previous_id, d.document_hash as previous_hash
  from race_results r
  left join race_results p on p.race_id = r.race_id and p.version = r.version - 1
  left join race_documents d on d.result_id = p.id
  where r.id = $1`;

const RULES_HISTORY = `
  select (detail ->> 'rulesVersion')::int as version, detail ->> 'rulesHash' as hash, note, at
  from race_events where race_id = $1 and detail ? 'rulesVersion' order by id`;

const INSERT = `
  insert into race_documents (result_id, header, document_hash, written_at) values ($1, $2, $3, clock_timestamp())`;

/**
 * Renders the document of a stored result and writes its hash: inside the settlement, or in a transaction of its own
 * afterwards when the result is very large. Everything it says follows from stored facts.
 * @returns the hash in hex
 */
export async function writeDocument(client: PoolClient, resultId: number): Promise<string> {
  const result = await readRow(client, resultId);
  const raceId = result === undefined ? undefined : parseRaceId(result.race_id);
  const race = raceId === undefined ? undefined : await readRace(client, raceId);
  if (result === undefined || raceId === undefined || race === undefined)
    throw new Error(`there is no result ${resultId}`);
  const salt = await ensureRaceSalt(client, raceId);
  const openings = result.openings === null ? "all" : new Set(result.openings.map((id) => playerId(Number(id))));
  await renderPlayers(client, resultId, await resultRules(client, race, openings), result, salt);
  if (result.previous_id !== null) await renderDifference(client, resultId, Number(result.previous_id), salt);
  const lanes = await documentLanes(client, resultId, race.lanes, salt);
  const header = { ...(await headerOf(client, raceId, result)), ...(lanes.length > 0 && { lanes }) };
  const hash = createHash("sha256");
  for await (const piece of documentPieces(client, resultId, header)) hash.update(piece);
  const digest = hash.digest();
  await client.query(INSERT, [resultId, canonicalJson(header), digest]);
  return digest.toString("hex");
}

/** A document names the hash of the one before it, which is written first where its writer stopped before it was there. */
async function readRow(client: PoolClient, resultId: number): Promise<ResultRow | undefined> {
  const { rows } = await client.query<ResultRow>(RESULT, [resultId]);
  const row = rows[0];
  if (row === undefined || row.previous_id === null || row.previous_hash !== null) return row;
  const previous = Number(row.previous_id);
  // Whoever else writes it holds this row: it is there then, or two writers meet at its primary key.
  await client.query("select from race_results where id = $1 for update", [previous]);
  const { rows: again } = await client.query<ResultRow>(RESULT, [resultId]);
  const hash = again[0]?.previous_hash ?? Buffer.from(await writeDocument(client, previous), "hex");
  return { ...row, previous_hash: hash };
}

/** All members of a document but its lists and its hash. */
export type DocumentHeader = Readonly<Record<string, CanonicalValue>>;

async function headerOf(client: PoolClient, race: RaceId, result: ResultRow): Promise<DocumentHeader> {
  const { rows: history } = await client.query<{ version: number; hash: string; note: string | null; at: Date }>(
    RULES_HISTORY,
    [race],
  );
  const seal = result.seal_number === null ? undefined : await readSeal(client, Number(result.seal_number));
  const [pool, awarded] = [BigInt(result.pool), BigInt(result.awarded)];
  return {
    format: RESULT_FORMAT,
    race,
    version: result.version,
    computedAt: result.computed_at.toISOString(),
    rules: parseCanonical(result.rules),
    rulesVersion: result.rules_version,
    rulesHash: result.rules_hash.toString("hex"),
    rulesHistory: history.map(({ at, ...change }) => ({ ...change, at: at.toISOString() })),
    ledger: { era: result.era, snapshot: result.snapshot },
    counts: { players: result.players, excluded: result.excluded, entries: Number(result.entries) },
    totalScore: formatMicroUsd(microUsd(BigInt(result.total_score))),
    pool: formatCents(cents(pool)),
    awarded: formatCents(cents(awarded)),
    leftover: formatCents(cents(pool - awarded)),
    previous:
      result.previous_hash === null
        ? null
        : {
            version: result.version - 1,
            documentHash: result.previous_hash.toString("hex"),
            reason: result.reason ?? "",
          },
    seal: seal === undefined ? null : { ...seal },
  };
}

function parseCanonical(text: string): CanonicalValue {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- canonical JSON that we wrote ourselves
  return JSON.parse(text) as CanonicalValue;
}

/** The header as `race_documents` keeps it. */
export function parseHeader(text: string): DocumentHeader {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- canonical JSON that we wrote ourselves
  return JSON.parse(text) as DocumentHeader;
}

const LISTS: readonly DocumentPart[] = ["players", "exclusions", "difference"];

/**
 * The text of a document in pieces, members in canonical order.
 * @param documentHash left out while the hash is computed, as it is the hash of all the rest
 */
export async function* documentPieces(
  client: Pick<Pool | PoolClient, "query">,
  resultId: number,
  header: DocumentHeader,
  documentHash?: string,
): AsyncGenerator<string> {
  const members = [...Object.keys(header), ...LISTS, ...(documentHash === undefined ? [] : ["documentHash"])].sort();
  let before = "{";
  for (const member of members) {
    yield `${before}"${member}":`;
    before = ",";
    const list = LISTS.find((part) => part === member);
    if (member === "documentHash") yield `"${documentHash}"`;
    else if (list === undefined) yield canonicalJson(header[member] ?? null);
    else {
      yield "[";
      yield* readPages(client, resultId, list);
      yield "]";
    }
  }
  yield "}";
}
