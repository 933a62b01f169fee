import type { FindingKind } from "../../wire/polled-sources.js";
import { formatMicroUsd, microUsd } from "../../wire/money.js";
import { compareAnswers, LEAST_MOVED, type Movement, type PreviousAnswer } from "./compare-answers.js";
import { FIELDS, type Field, type MonitorMemory } from "./monitor-memory.js";
import type { SourceRow } from "./reading.js";

export interface Finding {
  readonly kind: FindingKind;
  readonly field: string;
  readonly isBlocking: boolean;
  readonly beganAt: Date;
  readonly figures: Readonly<Record<string, string>>;
}

/** Fields are not atomic: one may follow the others a poll later, so a difference must last. */
const LASTING_POLLS = 5;
const DRIFT_PERCENT = 2n;
const REVALUED_PERCENT = 1n;
const SLOW_MS = 25_000;
const LATENCIES = 5;
/** What happened once is on show for a day. */
const EVENT_MS = 86_400_000;

export interface Observation {
  readonly memory: MonitorMemory;
  /** The good answer before this one; `undefined` after a start, then only what needs no comparison is looked at. */
  readonly previous: PreviousAnswer | undefined;
  readonly rows: readonly SourceRow[];
  /** Whether a player was ever named before. */
  readonly isKnown: (externalId: string) => boolean;
  readonly requestedAt: Date;
  readonly receivedAt: Date;
}

/**
 * Holds an answer against the ones before it, and its fields against each other.
 * @returns what to remember, and everything that is wrong at the moment
 */
export function observe({ memory, previous, rows, isKnown, requestedAt, receivedAt }: Observation): {
  memory: MonitorMemory;
  findings: Finding[];
} {
  const next: MonitorMemory = {
    ...memory,
    latenciesMs: [...memory.latenciesMs, receivedAt.getTime() - requestedAt.getTime()].slice(-LATENCIES),
  };
  if (previous !== undefined && previous.size > 0) {
    const movement = compareAnswers(previous, rows, isKnown);
    next.frozen = followStandstills(memory.frozen, movement, receivedAt);
    next.drift = followDrift(memory.drift, movement, receivedAt);
    next.revalued = followRevaluation(memory.revalued, movement, receivedAt);
    next.fell = followEvent(memory.fell, movement.fallen, receivedAt);
    next.joined = followEvent(memory.joined, movement.joined, receivedAt);
    next.gone = followGone(memory.gone, previous.size - movement.known, movement.returned, receivedAt);
  }
  return { memory: next, findings: judge(next, receivedAt) };
}

/** A period's counter that lost more than half of itself has begun anew. */
function hasBegunAnew({ moved, before }: Movement, field: Field): boolean {
  return before[field] > 0n && -moved[field] * 2n > before[field];
}

function magnitude(value: bigint): bigint {
  return value < 0n ? -value : value;
}

function followStandstills(before: MonitorMemory["frozen"], movement: Movement, at: Date): MonitorMemory["frozen"] {
  const next: MonitorMemory["frozen"] = {};
  const counters = ["this_month", "this_week"] as const;
  const counted = counters.filter((field) => !hasBegunAnew(movement, field)).map((field) => movement.moved[field]);
  for (const field of FIELDS) {
    // A cent of movement is a live counter; re-valued dust is not.
    const isStill = magnitude(movement.moved[field]) < 10_000n;
    const others =
      field === "all_time"
        ? counted.reduce((most, moved) => (moved > most ? moved : most), 0n)
        : movement.moved.all_time;
    const earlier = before[field];
    const hasCounter = field === "all_time" || movement.before[field] > 0n || earlier !== undefined;
    if (!isStill || !hasCounter) continue;
    if (earlier === undefined && others <= 0n) continue;
    next[field] = {
      since: earlier?.since ?? at,
      polls: (earlier?.polls ?? 0) + 1,
      moved: (earlier?.moved ?? 0n) + (others > 0n ? others : 0n),
    };
  }
  return next;
}

function followDrift(before: MonitorMemory["drift"], movement: Movement, at: Date): MonitorMemory["drift"] {
  const next: MonitorMemory["drift"] = {};
  for (const field of ["this_month", "this_week"] as const) {
    const earlier = before[field];
    if (movement.before[field] === 0n && earlier === undefined) continue;
    if (hasBegunAnew(movement, field)) {
      next[field] = { since: at, short: 0n, moved: 0n, offSince: null, offPolls: 0 };
      continue;
    }
    const short = (earlier?.short ?? 0n) + movement.moved.all_time - movement.moved[field];
    const moved = (earlier?.moved ?? 0n) + movement.moved.all_time;
    const isOff = magnitude(short) >= LEAST_MOVED && magnitude(short) * 100n > magnitude(moved) * DRIFT_PERCENT;
    next[field] = {
      since: earlier?.since ?? at,
      short,
      moved,
      offSince: isOff ? (earlier?.offSince ?? at) : null,
      offPolls: isOff ? (earlier?.offPolls ?? 0) + 1 : 0,
    };
  }
  return next;
}

function followRevaluation(
  before: MonitorMemory["revalued"],
  { idleToday }: Movement,
  at: Date,
): MonitorMemory["revalued"] {
  // A new day takes all of it away at once.
  if (idleToday.before > 0n && -idleToday.moved * 2n > idleToday.before) return null;
  if (idleToday.moved === 0n && before === null) return null;
  const of = idleToday.before > (before?.of ?? 0n) ? idleToday.before : (before?.of ?? 0n);
  return { since: before?.since ?? at, amount: (before?.amount ?? 0n) + idleToday.moved, of };
}

function followEvent(
  before: MonitorMemory["fell"],
  now: { players: number; amount: bigint },
  at: Date,
): MonitorMemory["fell"] {
  const earlier = before !== null && at.getTime() - before.at.getTime() < EVENT_MS ? before : null;
  if (now.players === 0) return earlier;
  return {
    since: earlier?.since ?? at,
    at,
    players: (earlier?.players ?? 0) + now.players,
    amount: (earlier?.amount ?? 0n) + now.amount,
  };
}

function followGone(before: MonitorMemory["gone"], gone: number, returned: number, at: Date): MonitorMemory["gone"] {
  const players = Math.max(0, (before?.players ?? 0) + gone - returned);
  return players === 0 ? null : { since: before?.since ?? at, players };
}

function judge(memory: MonitorMemory, at: Date): Finding[] {
  return [
    ...judgeStandstills(memory),
    ...judgeDrift(memory),
    ...judgeEvent("totals_fell", memory.fell),
    ...judgeEvent("late_joiner", memory.joined),
    ...judgeRest(memory, at),
  ];
}

function usd(value: bigint): string {
  return formatMicroUsd(microUsd(value));
}

function judgeStandstills({ frozen }: MonitorMemory): Finding[] {
  return FIELDS.flatMap((field): Finding[] => {
    const found = frozen[field];
    if (found === undefined || found.polls < LASTING_POLLS || found.moved < LEAST_MOVED) return [];
    const figures = { polls: String(found.polls), wagered: usd(found.moved) };
    // Scores come from the total alone: only its own standstill makes them wrong.
    return [{ kind: "counter_frozen", field, isBlocking: field === "all_time", beganAt: found.since, figures }];
  });
}

function judgeDrift({ drift: drifts, frozen }: MonitorMemory): Finding[] {
  // When the total stands still, everything contradicts it.
  if ((frozen.all_time?.polls ?? 0) >= LASTING_POLLS) return [];
  const off = (["this_month", "this_week"] as const).flatMap((field) => {
    const found = drifts[field];
    if (found === undefined || found.offSince === null || found.offPolls < LASTING_POLLS) return [];
    return [{ field, found, since: found.offSince }];
  });
  const findings = off
    // Of a counter that stands still is said just that.
    .filter(({ field }) => (frozen[field]?.polls ?? 0) < LASTING_POLLS)
    .map(({ field, found, since }): Finding => ({
      kind: "counter_contradicts",
      field,
      isBlocking: false,
      beganAt: since,
      figures: { short: usd(found.short), of: usd(found.moved), polls: String(found.offPolls) },
    }));
  const [one, other] = off;
  if (one === undefined || other === undefined || !isTheSame(one, other)) return findings;
  // Both periods against the total, by the same amount and since the same answer: then it is the total that is off.
  const { since } = one;
  const figures = { short: usd(one.found.short), of: usd(one.found.moved), polls: String(one.found.offPolls) };
  return [...findings, { kind: "counter_contradicts", field: "all_time", isBlocking: true, beganAt: since, figures }];
}

interface Off {
  readonly since: Date;
  readonly found: { readonly short: bigint };
}

function isTheSame(one: Off, other: Off): boolean {
  if (one.since.getTime() !== other.since.getTime()) return false;
  const apart = magnitude(one.found.short - other.found.short);
  return apart * 10n <= magnitude(one.found.short);
}

function judgeEvent(kind: FindingKind, found: MonitorMemory["fell"]): Finding[] {
  if (found === null || found.amount < LEAST_MOVED) return [];
  const figures = { players: String(found.players), amount: usd(found.amount) };
  return [{ kind, field: "all_time", isBlocking: false, beganAt: found.since, figures }];
}

function judgeRest({ revalued, gone, latenciesMs }: MonitorMemory, at: Date): Finding[] {
  const findings: Finding[] = [];
  if (revalued !== null && magnitude(revalued.amount) >= 10_000_000n) {
    const isLarge = magnitude(revalued.amount) * 100n >= REVALUED_PERCENT * revalued.of;
    const figures = { amount: usd(revalued.amount), of: usd(revalued.of) };
    if (isLarge) {
      findings.push({ kind: "revalued", field: "today", isBlocking: false, beganAt: revalued.since, figures });
    }
  }
  if (gone !== null) {
    const figures = { players: String(gone.players) };
    findings.push({ kind: "rows_missing", field: "", isBlocking: false, beganAt: gone.since, figures });
  }
  const sorted = latenciesMs.toSorted((a, b) => a - b);
  const median = sorted[sorted.length >> 1] ?? 0;
  if (latenciesMs.length === LATENCIES && median > SLOW_MS) {
    const figures = { seconds: String(Math.round(median / 1_000)) };
    findings.push({ kind: "slow", field: "", isBlocking: false, beganAt: at, figures });
  }
  return findings;
}
