import { formatMicroUsd, microUsd } from "../../wire/money.js";
import type { UploadDifference } from "../../wire/polled-sources.js";
import { ConflictError, InvalidInputError } from "../errors.js";
import type { CoreContext } from "../context.js";
import { roundTotal } from "../ledger/total-rounding.js";
import { isJitter } from "./exact-decimal.js";
import { readRecordedSource } from "./held-snapshots.js";
import { judgeSnapshot } from "./judge-snapshot.js";
import { RECORDED_TOTALS } from "./poll-sql.js";
import { PollRecorder, totalOf } from "./record-poll.js";
import { readUpload } from "./upload-csv.js";
import type { SourceRow } from "./reading.js";

type Deps = Pick<CoreContext, "pool" | "clock">;

export interface Upload {
  readonly csv: string;
  /** When the casino made the list; now when left out. */
  readonly asOf: Date | undefined;
  /** Tells the difference and writes nothing. */
  readonly isDryRun: boolean;
}

const MOST_SHOWN = 100;

/**
 * Totals that a person exported and uploads. A dry run tells what would change; applying it takes it as it is, because
 * somebody has looked.
 * @throws InvalidInputError with the lines that cannot be read; ConflictError for a source that is asked by itself
 */
export async function uploadTotals(context: Deps, slug: string, upload: Upload): Promise<UploadDifference> {
  const { pool, clock } = context;
  const source = await readRecordedSource(pool, slug);
  if (source.adapter !== "stake-csv") throw new ConflictError(`${slug} is asked for its totals: nothing is uploaded.`);
  const now = clock.now();
  if (upload.asOf !== undefined && upload.asOf > now) {
    throw new InvalidInputError("The list cannot be from the future.", [{ path: "asOf", message: "is in the future" }]);
  }
  const reading = readUpload(upload.csv, { now, asOf: upload.asOf });
  const { rows: known } = await pool.query<{ external_id: string; total: string }>(RECORDED_TOTALS, [source.id]);
  const before = new Map(known.map((row) => [row.external_id, row.total]));
  const size = { rows: reading.rows.length, total: totalOf(reading.rows, source.metric) };
  const doubt = judgeSnapshot(size, source.before, undefined) ?? null;
  const difference = describe(reading.rows, before);
  if (!upload.isDryRun) {
    await using recorder = new PollRecorder(pool);
    await recorder.record({ ...source, purpose: "upload", isAccepted: true }, reading, undefined);
  }
  return { applied: !upload.isDryRun, rows: reading.rows.length, ...difference, doubt };
}

type Described = Pick<UploadDifference, "added" | "changed" | "unchanged" | "missing" | "difference" | "rowsChanged">;

function describe(rows: readonly SourceRow[], before: ReadonlyMap<string, string>): Described {
  const changes = rows.flatMap(({ externalId, amount }) => {
    const known = before.get(externalId);
    if (known !== undefined && isJitter(known, amount)) return [];
    const was = known === undefined ? null : roundTotal(known);
    return [{ player: externalId, was, is: roundTotal(amount), by: roundTotal(amount) - (was ?? 0n) }];
  });
  const added = changes.filter(({ was }) => was === null).length;
  const named = new Set(rows.map(({ externalId }) => externalId));
  const ofKnown = changes.reduce((sum, { was, by }) => (was === null ? sum : sum + by), 0n);
  const size = (value: bigint): bigint => (value < 0n ? -value : value);
  return {
    added,
    changed: changes.length - added,
    unchanged: rows.length - changes.length,
    missing: [...before.keys()].filter((id) => !named.has(id)).length,
    difference: formatMicroUsd(microUsd(ofKnown)),
    rowsChanged: changes
      .toSorted((a, b) => (size(b.by) > size(a.by) ? 1 : size(b.by) < size(a.by) ? -1 : 0))
      .slice(0, MOST_SHOWN)
      .map(({ player, was, is, by }) => ({
        player,
        before: was === null ? null : formatMicroUsd(was),
        after: formatMicroUsd(is),
        difference: formatMicroUsd(microUsd(by)),
      })),
  };
}
