import type { RaceId } from "../../wire/ids.js";
import type { CoreContext } from "../context.js";
import { NotFoundError } from "../errors.js";

/** What there is to know of a version without reading it. */
export interface ResultVersion {
  version: number;
  computedAt: Date;
  actor: string;
  /** Public; null for the first version. */
  reason: string | null;
  /** Hex. */
  documentHash: string;
  /** The seal that names the document, null until the next one is made. */
  sealedIn: number | null;
}

/** The published versions of a race's result, oldest first. @throws NotFoundError before settlement */
export async function listVersions({ pool }: Pick<CoreContext, "pool">, race: RaceId): Promise<ResultVersion[]> {
  const { rows } = await pool.query<{
    version: number;
    computed_at: Date;
    actor: string;
    reason: string | null;
    hash: string;
    seal: string | null;
  }>(
    `select r.version, r.computed_at, r.actor, r.reason, encode(d.document_hash, 'hex') as hash, s.seal_number::text as seal
     from race_results r join race_documents d on d.result_id = r.id left join sealed_documents s on s.result_id = r.id
     where r.race_id = $1 order by r.version`,
    [race],
  );
  if (rows.length === 0) throw new NotFoundError("This race has no result yet.");
  return rows.map((row) => ({
    version: row.version,
    computedAt: row.computed_at,
    actor: row.actor,
    reason: row.reason,
    documentHash: row.hash,
    sealedIn: row.seal === null ? null : Number(row.seal),
  }));
}
