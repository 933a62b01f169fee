import type { Pool } from "pg";
import type { CoreContext } from "../context.js";
import { NotFoundError } from "../errors.js";
import type { SourceRow } from "./reading.js";
import { hashLines, packChanges, rowLine, unpackChanges } from "./row-lines.js";

/** After so many answers with changes only, one is kept whole: a replay reads at most as many, and a loss costs no more. */
const WHOLE_EVERY = 500;

/** The newest answer that was kept, in the memory of the process that kept it. */
export interface ArchivedAnswer {
  /** Row of `source_polls`; the archive of another process may be newer. */
  readonly pollId: string;
  /** Changed in place once the next answer is stored: nine of ten lines of 100,000 stay the same texts. */
  readonly lines: Map<string, string>;
  readonly sinceWhole: number;
}

/** What is to be written of an answer, and what it changes of the one before. */
export interface ArchivePart {
  readonly isWhole: boolean;
  readonly rowsSha256: Buffer;
  readonly content: Buffer;
  /** Lines that are new or other, by player. */
  readonly changed: ReadonlyMap<string, string>;
  /** Players that are not named any more. */
  readonly gone: readonly string[];
  readonly sinceWhole: number;
}

const NOTHING: ReadonlyMap<string, string> = new Map();

/** Packs an answer: only what changed since the newest kept one, or all of it. */
export async function packAnswer(rows: readonly SourceRow[], newest: ArchivedAnswer | undefined): Promise<ArchivePart> {
  const before = newest?.lines ?? NOTHING;
  const changed = new Map<string, string>();
  for (const row of rows) {
    const line = rowLine(row);
    if (before.get(row.externalId) !== line) changed.set(row.externalId, line);
  }
  const ids = rows.map(({ externalId }) => externalId);
  const lineOf = (id: string): string => changed.get(id) ?? before.get(id) ?? "";
  const gone = goneFrom(before, ids);
  const isWhole = newest === undefined || newest.sinceWhole >= WHOLE_EVERY;
  const content = isWhole ? await packChanges(ids.map(lineOf), []) : await packChanges(changed.values(), gone);
  const sinceWhole = isWhole ? 0 : newest.sinceWhole + 1;
  return { isWhole, rowsSha256: hashLines(ids.toSorted(), lineOf), content, changed, gone, sinceWhole };
}

function goneFrom(before: ReadonlyMap<string, string>, ids: readonly string[]): string[] {
  // No id is named twice.
  if (ids.filter((id) => before.has(id)).length === before.size) return [];
  const named = new Set(ids);
  return [...before.keys()].filter((id) => !named.has(id));
}

/** The answer as it is remembered once it is stored. */
export function keepAnswer(
  newest: ArchivedAnswer | undefined,
  { changed, gone, sinceWhole }: ArchivePart,
  pollId: string,
): ArchivedAnswer {
  const lines = newest?.lines ?? new Map<string, string>();
  for (const id of gone) lines.delete(id);
  for (const [id, line] of changed) lines.set(id, line);
  return { pollId, lines, sinceWhole };
}

export interface ReplayedAnswer {
  readonly requestedAt: Date;
  readonly receivedAt: Date;
  readonly rawSha256: string;
  readonly rows: readonly SourceRow[];
}

const PARTS = `
  with wanted as (
    select p.id, p.requested_at, p.received_at, encode(p.raw_sha256, 'hex') as raw_sha256
    from source_polls p join sources s on s.id = p.source_id join source_archive a on a.poll_id = p.id
    where s.slug = $1 and p.received_at <= $2 order by p.received_at desc, p.id desc limit 1
  )
  select a.content, a.rows_sha256, w.requested_at, w.received_at, w.raw_sha256
  from wanted w join source_archive wa on wa.poll_id = w.id
  join source_archive a on a.source_id = wa.source_id and a.poll_id <= w.id
    and a.poll_id >= (select max(b.poll_id) from source_archive b
                      where b.source_id = wa.source_id and b.poll_id <= w.id and b.is_whole)
  order by a.poll_id`;

/**
 * What a source had answered by a moment, row by row, put together from the archive and proved by its hash.
 * @throws NotFoundError when nothing was kept by then; Error when the archive was changed
 */
export async function replayAnswer(
  { pool }: Pick<CoreContext, "pool">,
  slug: string,
  at: Date,
): Promise<ReplayedAnswer> {
  const parts = await readParts(pool, slug, at);
  const newest = parts.at(-1);
  if (newest === undefined) throw new NotFoundError(`Nothing was kept of ${slug} by then.`);
  const rows = new Map<string, SourceRow>();
  for (const { content } of parts) {
    const changes = await unpackChanges(content);
    for (const id of changes.gone) rows.delete(id);
    for (const row of changes.rows) rows.set(row.externalId, row);
  }
  const lines = new Map([...rows].map(([id, row]) => [id, rowLine(row)]));
  if (!hashLines([...lines.keys()].sort(), (id) => lines.get(id) ?? "").equals(newest.rows_sha256))
    throw new Error(`the archive of ${slug} does not have its own hash`);
  return {
    requestedAt: newest.requested_at,
    receivedAt: newest.received_at,
    rawSha256: newest.raw_sha256,
    rows: [...rows.values()],
  };
}

interface PartRow {
  content: Buffer;
  rows_sha256: Buffer;
  requested_at: Date;
  received_at: Date;
  raw_sha256: string;
}

async function readParts(pool: Pool, slug: string, at: Date): Promise<PartRow[]> {
  const { rows } = await pool.query<PartRow>(PARTS, [slug, at]);
  return rows;
}
