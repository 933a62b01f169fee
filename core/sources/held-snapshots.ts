import { createHash } from "node:crypto";
import type { Pool } from "pg";
import { sourceId } from "../../wire/ids.js";
import { microUsd } from "../../wire/money.js";
import { wagerMetric } from "../../wire/polled-sources.js";
import type { CoreContext } from "../context.js";
import { ConflictError, NotFoundError } from "../errors.js";
import { readMemory } from "./monitor-memory.js";
import type { Reading } from "./reading.js";
import { PollRecorder, type RecordedSource } from "./record-poll.js";
import { unpackChanges } from "./row-lines.js";

type Deps = Pick<CoreContext, "pool" | "clock">;

const SOURCE = `
  select s.id, s.slug, p.metric, p.adapter, p.good_rows, p.good_total::text, p.monitor,
    (select max(a.poll_id)::text from source_archive a where a.source_id = s.id) as archived_poll_id
  from polled_sources p join sources s on s.id = p.source_id where s.slug = $1 and s.removed_at is null`;

/** A polled source as a person's act finds it. @throws NotFoundError */
export async function readRecordedSource(
  pool: Pool,
  slug: string,
): Promise<Omit<RecordedSource, "purpose" | "isAccepted"> & { adapter: string }> {
  const { rows } = await pool.query<{
    id: number;
    slug: string;
    metric: string;
    adapter: string;
    good_rows: number | null;
    good_total: string | null;
    monitor: unknown;
    archived_poll_id: string | null;
  }>(SOURCE, [slug]);
  const [row] = rows;
  if (row === undefined) throw new NotFoundError(`There is no polled source ${slug}.`);
  const { good_rows: goodRows, good_total: goodTotal } = row;
  return {
    id: sourceId(row.id),
    slug: row.slug,
    adapter: row.adapter,
    metric: wagerMetric.parse(row.metric),
    leaseToken: null,
    before:
      goodRows === null || goodTotal === null ? undefined : { rows: goodRows, total: microUsd(BigInt(goodTotal)) },
    memory: readMemory(row.monitor),
    archivedPollId: row.archived_poll_id,
  };
}

/** One decision wins: whoever comes second finds it decided. */
const DECIDE = `
  update held_snapshots h set state = $3, decided_by = $4, decided_at = clock_timestamp()
  from sources s where s.id = h.source_id and s.slug = $1 and h.id = $2 and h.state = 'open'
  returning h.requested_at, h.received_at, h.content`;

async function decide(
  pool: Pool,
  slug: string,
  id: string,
  state: "accepted" | "dropped",
  actor: string,
): Promise<{ requested_at: Date; received_at: Date; content: Buffer }> {
  const number = /^[1-9]\d{0,14}$/.test(id) ? id : "0";
  const { rows } = await pool.query<{ requested_at: Date; received_at: Date; content: Buffer }>(DECIDE, [
    slug,
    number,
    state,
    actor,
  ]);
  const [row] = rows;
  if (row !== undefined) return row;
  const known = await pool.query(
    "select from held_snapshots h join sources s on s.id = h.source_id where s.slug = $1 and h.id = $2",
    [slug, number],
  );
  if (known.rowCount === 0) throw new NotFoundError("There is no such snapshot.");
  throw new ConflictError("The snapshot was decided on already.");
}

/**
 * Takes a snapshot that was kept aside as if it had been plausible: its totals count for the moment at which it came,
 * and the next one is held against its size.
 * @returns how many totals changed
 * @throws NotFoundError; ConflictError when it was decided on already, or replaced meanwhile
 */
export async function acceptHeldSnapshot(context: Deps, slug: string, id: string, actor: string): Promise<number> {
  const source = await readRecordedSource(context.pool, slug);
  const held = await decide(context.pool, slug, id, "accepted", actor);
  const { rows } = await unpackChanges(held.content);
  const reading: Reading = {
    requestedAt: held.requested_at,
    receivedAt: held.received_at,
    rows,
    rawHash: createHash("sha256").update(held.content).digest("hex"),
    rawBytes: held.content.length,
  };
  await using recorder = new PollRecorder(context.pool);
  const recorded = await recorder.record({ ...source, purpose: "poll", isAccepted: true }, reading, undefined);
  return recorded.kind === "good" ? recorded.changed : 0;
}

/** Puts a snapshot away for good; nothing of it counts. @throws NotFoundError, ConflictError */
export async function dropHeldSnapshot({ pool }: Deps, slug: string, id: string, actor: string): Promise<void> {
  await decide(pool, slug, id, "dropped", actor);
}
