import { createHash, randomBytes } from "node:crypto";
import type { Pool, PoolClient } from "pg";
import { inTransaction } from "../../db/transaction.js";
import { canonicalJson } from "../../proof/canonical-json.js";
import type { ResultSeal } from "../../proof/result-document.js";
import type { CoreContext } from "../context.js";

/** Any constant works; all processes of the product must use the same. */
const SEAL_LOCK = 7_211_004;
/** A seal takes about 0.2 s for this many entries; a longer backlog takes several seals. */
const MAX_ENTRIES = 50_000;
const FIRST_HASH = Buffer.alloc(32);

interface SealRow {
  number: string;
  era: number;
  from_xid: string;
  to_xid: string;
  entries: number;
  entries_hash: Buffer;
  previous_hash: Buffer;
  hash: Buffer;
  sealed_at: Date;
  documents: string[];
}

const SEALS = `
  select s.number::text, s.era, s.from_xid::text, s.to_xid::text, s.entries, s.entries_hash, s.previous_hash, s.hash,
         s.sealed_at,
         array(select encode(d.document_hash, 'hex') from sealed_documents sd join race_documents d using (result_id)
               where sd.seal_number = s.number order by d.result_id) as documents
  from seals s`;

/**
 * Where the next seal ends: behind the fence, between transactions, after at most $3 entries if it can; a transaction
 * that is larger is sealed whole.
 */
const BOUND = `
  with fence as (select pg_snapshot_xmin(pg_current_snapshot()) as xid),
  open as not materialized (
    select l.xid from ledger l, fence where l.era = $1 and l.xid >= $2::xid8 and l.xid < fence.xid order by l.xid),
  first as (select xid from open limit 1),
  cut as (select xid from open offset $3 limit 1)
  select coalesce((select cut.xid from cut, first where cut.xid > first.xid),
                  (select open.xid from open, cut where open.xid > cut.xid limit 1),
                  fence.xid)::text as bound
  from fence`;

const ENTRIES_HASH = `
  select count(*)::int as entries,
         sha256($4::bytea || convert_to(coalesce(string_agg(concat_ws(E'\\t', l.id, l.source_id, l.player_id, l.kind, l.ref,
           l.seq, l.revision, l.amount, l.delta, (extract(epoch from l.occurred_at) * 1000000)::bigint,
           coalesce((extract(epoch from l.covers_from) * 1000000)::bigint::text, ''), coalesce(l.category, ''),
           coalesce(l.race_id, '')), E'\\n' order by l.xid, l.id), ''), 'UTF8')) as hash
  from ledger l where l.era = $1 and l.xid >= $2::xid8 and l.xid < $3::xid8`;

const UNSEALED_DOCUMENTS = `
  select d.result_id::text as id, encode(d.document_hash, 'hex') as hash from race_documents d
  where not exists (select from sealed_documents s where s.result_id = d.result_id) order by d.result_id`;

const INSERT = `
  insert into seals (number, era, from_xid, to_xid, entries, salt, entries_hash, previous_hash, hash, sealed_at)
  values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)`;

/**
 * Adds the next seal to the chain when there is anything to seal: ledger entries behind the fence, or result documents.
 * Several processes may call it: one at a time gets through.
 * @param limit most entries of one seal, unless a single transaction has more
 * @returns the number of entries sealed; after a long pause several calls are needed to catch up
 */
export async function sealLedger({ pool }: Pick<CoreContext, "pool">, limit = MAX_ENTRIES): Promise<number> {
  return inTransaction(pool, "read committed", async (client) => {
    await client.query("set local statement_timeout = '60s'");
    await client.query("select pg_advisory_xact_lock($1)", [SEAL_LOCK]);
    const last = await readNewestSeal(client);
    const { rows } = await client.query<{ era: number; at: Date }>(
      "select max(id) as era, date_trunc('milliseconds', clock_timestamp()) as at from ledger_eras",
    );
    const { era, at } = rows[0] ?? { era: 1, at: new Date(0) };
    const from = last?.era === era ? last.to : "0";
    const { rows: bounds } = await client.query<{ bound: string }>(BOUND, [era, from, limit]);
    const to = bounds[0]?.bound ?? from;
    const salt = randomBytes(32);
    const { rows: sealed } = await client.query<{ entries: number; hash: Buffer }>(ENTRIES_HASH, [era, from, to, salt]);
    const { rows: documents } = await client.query<{ id: string; hash: string }>(UNSEALED_DOCUMENTS);
    const { entries, hash: entriesHash } = sealed[0] ?? { entries: 0, hash: FIRST_HASH };
    if (entries === 0 && documents.length === 0) return 0;
    const body = {
      number: (last?.number ?? 0) + 1,
      era,
      from,
      to,
      entries,
      entriesHash: entriesHash.toString("hex"),
      documents: documents.map(({ hash }) => hash),
      previousHash: last?.hash ?? FIRST_HASH.toString("hex"),
      sealedAt: at.toISOString(),
    };
    const previous = Buffer.from(body.previousHash, "hex");
    await client.query(INSERT, [body.number, era, from, to, entries, salt, entriesHash, previous, sealHash(body), at]);
    await client.query(
      "insert into sealed_documents (result_id, seal_number) select id, $2 from unnest($1::bigint[]) as id",
      [documents.map(({ id }) => id), body.number],
    );
    return entries;
  });
}

/** SHA-256 of the canonical JSON of a seal without its hash. */
function sealHash(body: Omit<ResultSeal, "hash">): Buffer {
  return createHash("sha256")
    .update(canonicalJson({ ...body }))
    .digest();
}

/** The newest seal, as result documents name it. */
export async function readNewestSeal(client: Pool | PoolClient): Promise<ResultSeal | undefined> {
  const { rows } = await client.query<SealRow>(`${SEALS} order by s.number desc limit 1`);
  return rows.map(toSeal)[0];
}

export async function readSeal(client: Pool | PoolClient, number: number): Promise<ResultSeal | undefined> {
  const { rows } = await client.query<SealRow>(`${SEALS} where s.number = $1`, [number]);
  return rows.map(toSeal)[0];
}

/** Seals in order, for the public list. @param after number of the last one of the page before, 0 for the first page */
export async function readSeals(
  { pool }: Pick<CoreContext, "pool">,
  after: number,
  limit: number,
): Promise<ResultSeal[]> {
  const { rows } = await pool.query<SealRow>(`${SEALS} where s.number > $1 order by s.number limit $2`, [after, limit]);
  return rows.map(toSeal);
}

function toSeal(row: SealRow): ResultSeal {
  return {
    number: Number(row.number),
    era: row.era,
    from: row.from_xid,
    to: row.to_xid,
    entries: row.entries,
    entriesHash: row.entries_hash.toString("hex"),
    documents: row.documents,
    previousHash: row.previous_hash.toString("hex"),
    sealedAt: row.sealed_at.toISOString(),
    hash: row.hash.toString("hex"),
  };
}

const RECOMPUTE = "select salt, entries_hash from seals where number = $1";

/**
 * Recomputes the chain from the ledger itself.
 * @returns the number of the first seal that does not fit, `null` when all do
 */
export async function findBrokenSeal(context: Pick<CoreContext, "pool">): Promise<number | null> {
  let previous = { number: 0, hash: FIRST_HASH.toString("hex") };
  for (;;) {
    const seals = await readSeals(context, previous.number, 100);
    for (const seal of seals) {
      const { hash, ...body } = seal;
      const { rows } = await context.pool.query<{ salt: Buffer }>(RECOMPUTE, [seal.number]);
      const { rows: again } = await context.pool.query<{ entries: number; hash: Buffer }>(ENTRIES_HASH, [
        seal.era,
        seal.from,
        seal.to,
        rows[0]?.salt,
      ]);
      const fits =
        seal.number === previous.number + 1 &&
        seal.previousHash === previous.hash &&
        sealHash(body).toString("hex") === hash &&
        again[0]?.entries === seal.entries &&
        again[0].hash.toString("hex") === seal.entriesHash;
      if (!fits) return seal.number;
      previous = { number: seal.number, hash };
    }
    if (seals.length === 0) return null;
  }
}
