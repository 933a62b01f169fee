import type { Pool } from "pg";
import type { SourceId } from "../../wire/ids.js";
import { microUsd, type MicroUsd } from "../../wire/money.js";
import type { WagerMetric } from "../../wire/polled-sources.js";
import { showableName } from "../../wire/webhook-events.js";
import { textArray, plainArray } from "../ledger/array-literal.js";
import { ConnectionLane } from "../ledger/connection-lane.js";
import { PlayerDirectory } from "../ledger/players.js";
import { recordTotals, type TotalRow, type TotalsSnapshot } from "../ledger/record-totals.js";
import { roundTotal } from "../ledger/total-rounding.js";
import { withRetries } from "../ledger/with-retries.js";
import { categoryOfSource } from "./adapter-capabilities.js";
import type { PreviousAnswer } from "./compare-answers.js";
import { observe, type Finding } from "./consistency.js";
import { isJitter } from "./exact-decimal.js";
import { judgeSnapshot, type SnapshotDoubt, type SnapshotSize } from "./judge-snapshot.js";
import { writeMemory, type MonitorMemory } from "./monitor-memory.js";
import { keepAnswer, packAnswer, type ArchivedAnswer, type ArchivePart } from "./poll-archive.js";
import { FINISH_GOOD, FINISH_HELD, RECORDED_TOTALS } from "./poll-sql.js";
import type { Reading, SourceRow } from "./reading.js";
import { packChanges, readLine, rowLine } from "./row-lines.js";

/** The longest that a database which hangs keeps a poll. */
const SILENCE_MS = 30_000;
const GIVE_UP_MS = 60_000;

/** What is known of the source that answered. */
export interface RecordedSource {
  readonly id: SourceId;
  readonly slug: string;
  readonly metric: WagerMetric;
  /** `null` for what a person uploads or accepts. */
  readonly leaseToken: string | null;
  readonly purpose: "poll" | "upload";
  readonly before: SnapshotSize | undefined;
  readonly memory: MonitorMemory;
  readonly archivedPollId: string | null;
  /** A person has looked and takes it, however implausible. */
  readonly isAccepted: boolean;
}

export type RecordedPoll =
  | { readonly kind: "good"; readonly added: number; readonly changed: number; readonly findings: readonly Finding[] }
  | { readonly kind: "held"; readonly doubt: SnapshotDoubt }
  /** Its lease ended before it was done; somebody else has asked by now. */
  | { readonly kind: "lost" };

/** What this process remembers of a source's newest answer. */
interface Remembered {
  readonly answer: ArchivedAnswer;
  /** What the ledger was last told of each player. */
  readonly recorded: Map<string, string>;
}

/**
 * Records answers of polled sources: into the ledger by the way of posted totals, and what they say of the source. One
 * at a time; each process has one.
 */
export class PollRecorder implements AsyncDisposable {
  readonly #lane: ConnectionLane;
  readonly #directory = new PlayerDirectory({ isForWagers: false });
  readonly #remembered = new Map<SourceId, Remembered>();
  /** Ends with the recording before: a connection does one thing at a time. */
  #turn: Promise<unknown> = Promise.resolve();

  constructor(pool: Pool) {
    this.#lane = new ConnectionLane(pool, SILENCE_MS);
  }

  /**
   * @param nextPollAt when to ask next; `undefined` leaves the plan as it is
   * @throws the database's error when it stays away; nothing is recorded then
   */
  record(source: RecordedSource, reading: Reading, nextPollAt: Date | undefined): Promise<RecordedPoll> {
    const recorded = this.#turn.then(() => this.#recordOne(source, reading, nextPollAt));
    // Whoever waits for it hears of its failure; the next one begins all the same.
    this.#turn = recorded.catch(() => undefined);
    return recorded;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#turn;
    await this.#lane[Symbol.asyncDispose]();
  }

  async #recordOne(source: RecordedSource, reading: Reading, nextPollAt: Date | undefined): Promise<RecordedPoll> {
    const size = { rows: reading.rows.length, total: totalOf(reading.rows, source.metric) };
    const doubt = source.isAccepted ? undefined : judgeSnapshot(size, source.before, reading.wrongSums);
    if (doubt !== undefined) return this.#hold(source, reading, doubt, nextPollAt);
    const newest = this.#newest(source);
    const recorded = newest?.recorded ?? (await this.#readRecorded(source.id));
    const part = await packAnswer(reading.rows, newest?.answer);
    const told = tellApart(reading.rows, source.metric, recorded);
    const { memory, findings } = observe({
      memory: source.memory,
      previous: newest === undefined ? undefined : previousOf(newest.answer, part.changed),
      isKnown: (player) => recorded.has(player),
      ...reading,
    });
    const values = finishValues(source, reading, nextPollAt, { size, part, told, memory, findings });
    const pollId = await this.#write(source, reading, told.rows, values);
    if (pollId === undefined) return { kind: "lost" };
    for (const { player, total } of told.rows) {
      if (recorded.get(player) !== total) recorded.set(detached(player), detached(total));
    }
    this.#remembered.set(source.id, { answer: keepAnswer(newest?.answer, part, pollId), recorded });
    return { kind: "good", added: told.added, changed: told.changed, findings };
  }

  /** What is remembered is worth something only while nobody else has recorded since. */
  #newest({ id, archivedPollId }: RecordedSource): Remembered | undefined {
    const remembered = this.#remembered.get(id);
    return remembered?.answer.pollId === archivedPollId ? remembered : undefined;
  }

  async #readRecorded(id: SourceId): Promise<Map<string, string>> {
    return this.#lane.use(async (client) => {
      const { rows } = await client.query<{ external_id: string; total: string }>(RECORDED_TOTALS, [id]);
      return new Map(rows.map((row) => [row.external_id, row.total]));
    });
  }

  async #write(
    source: RecordedSource,
    { requestedAt, receivedAt, asOf }: Reading,
    rows: readonly TotalRow[],
    values: readonly unknown[],
  ): Promise<string | undefined> {
    const snapshot: TotalsSnapshot = {
      sourceId: source.id,
      // What comes is certainly not newer than its arrival; whether it is older is what `requestedAt` bounds.
      asOf: (asOf ?? receivedAt).toISOString(),
      ...(asOf === undefined ? { requestedAt } : {}),
      receivedAt,
      category: categoryOfSource(source.slug),
      rows,
    };
    const options = { directory: this.#directory, giveUpAt: performance.now() + GIVE_UP_MS };
    let pollId: string | undefined;
    await withRetries(this.#lane, options, (client) =>
      recordTotals(client, this.#directory, snapshot, async () => {
        const { rows: finished } = await client.query<{ poll_id: string }>(FINISH_GOOD, [...values]);
        pollId = finished[0]?.poll_id;
        return pollId === undefined ? ("lost" as const) : undefined;
      }),
    );
    return pollId;
  }

  async #hold(
    source: RecordedSource,
    reading: Reading,
    doubt: SnapshotDoubt,
    nextPollAt: Date | undefined,
  ): Promise<RecordedPoll> {
    const content = await packChanges(reading.rows.map(rowLine), []);
    const held = await this.#lane.use((client) =>
      client.query(FINISH_HELD, [
        source.id,
        source.leaseToken,
        reading.requestedAt,
        reading.receivedAt,
        nextPollAt,
        doubt.reason,
        reading.rawBytes,
        Buffer.from(reading.rawHash, "hex"),
        reading.rows.length,
        JSON.stringify(doubt.figures),
        content,
      ]),
    );
    return held.rowCount === 0 ? { kind: "lost" } : { kind: "held", doubt };
  }
}

/** Rows as their lines: nine of ten are the same, and only of the others the old line is read. */
function previousOf({ lines }: ArchivedAnswer, changed: ReadonlyMap<string, string>): PreviousAnswer {
  return {
    size: lines.size,
    rowOf(row) {
      const line = lines.get(row.externalId);
      if (line === undefined) return undefined;
      return changed.has(row.externalId) ? readLine(line) : row;
    },
  };
}

/**
 * A text of its own. What is cut out of an answer keeps all of the answer in memory, 11 MB at 100,000 rows, for as long
 * as one total of it does not change.
 */
function detached(text: string): string {
  return Buffer.from(text, "utf8").toString("utf8");
}

function amountOf(row: SourceRow, metric: WagerMetric): string {
  return metric === "weighted" ? (row.weighted ?? "0") : row.amount;
}

/** Sum of all totals, to the micro-USD. */
export function totalOf(rows: readonly SourceRow[], metric: WagerMetric): MicroUsd {
  return microUsd(rows.reduce((sum, row) => sum + roundTotal(amountOf(row, metric)), 0n));
}

interface Told {
  readonly rows: readonly TotalRow[];
  readonly added: number;
  readonly changed: number;
}

/** Amounts for the ledger. One that only wobbles is told as it was, so that many small real moves still add up. */
function tellApart(rows: readonly SourceRow[], metric: WagerMetric, recorded: ReadonlyMap<string, string>): Told {
  let added = 0;
  let changed = 0;
  const told = rows.map((row): TotalRow => {
    const amount = amountOf(row, metric);
    const before = recorded.get(row.externalId);
    const total = before !== undefined && isJitter(before, amount) ? before : amount;
    if (before === undefined) added += 1;
    else if (total !== before && roundTotal(total) !== roundTotal(before)) changed += 1;
    const name = showableName(row.displayName);
    return { player: row.externalId, playerName: name === undefined ? undefined : detached(name), total };
  });
  return { rows: told, added, changed };
}

function finishValues(
  source: RecordedSource,
  reading: Reading,
  nextPollAt: Date | undefined,
  found: { size: SnapshotSize; part: ArchivePart; told: Told; memory: MonitorMemory; findings: readonly Finding[] },
): unknown[] {
  const { size, part, told, memory, findings } = found;
  return [
    source.id,
    source.leaseToken,
    source.purpose,
    reading.requestedAt,
    reading.receivedAt,
    nextPollAt ?? null,
    reading.rawBytes,
    Buffer.from(reading.rawHash, "hex"),
    size.rows,
    size.total.toString(),
    writeMemory(memory),
    told.added,
    told.changed,
    part.isWhole,
    part.rowsSha256,
    part.content,
    textArray(findings.map(({ kind }) => kind)),
    textArray(findings.map(({ field }) => field)),
    textArray(findings.map(({ figures }) => JSON.stringify(figures))),
    plainArray(findings.map(({ isBlocking }) => isBlocking)),
    textArray(findings.map(({ beganAt }) => beganAt.toISOString())),
  ];
}
