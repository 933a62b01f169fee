import type { Outcome } from "./post.js";

/** Above every revision, like a void without one. */
export const finalRevision = Number.MAX_SAFE_INTEGER;

/** What a casino may believe about one player's wager at the receiver. */
export interface PlayerSum {
  /** By the answers received; exact when `least` and `most` equal it. */
  readonly microUsd: bigint;
  /** The bounds, because events without an answer may or may not have been committed. */
  readonly leastMicroUsd: bigint;
  readonly mostMicroUsd: bigint;
  readonly wagers: number;
}

/** One revision of a wager, as the casino means to send it. */
export interface Entry {
  readonly revision: number;
  readonly amountMicroUsd: bigint;
}

type State = "planned" | "sent" | "acknowledged" | "refused" | "unknown";

interface OpenWager {
  readonly playerId: string;
  readonly entries: (Entry & { state: State })[];
}

/** The casino's own account of what it sent and what was acknowledged. */
export interface Book {
  /** Registers a wager with everything that will ever be sent about it. */
  open(wagerId: string, playerId: string, entries: readonly Entry[]): void;
  sent(wagerId: string, revision: number): void;
  answered(wagerId: string, revision: number, outcome: Outcome): void;
  players(): ReadonlyMap<string, PlayerSum>;
}

/**
 * A wager stays in memory only until everything planned for it was answered; then it becomes part of its player's sum. So a
 * demo may run for weeks: 2 wagers a second would otherwise pile up 170,000 records a day.
 */
export function createBook(): Book {
  const openWagers = new Map<string, OpenWager>();
  const sums = new Map<string, PlayerSum>();

  const settleState = (wagerId: string, revision: number, state: State): void => {
    const wager = openWagers.get(wagerId);
    const entry = wager?.entries.find((candidate) => candidate.revision === revision);
    // A redelivery of something already acknowledged cannot take that back.
    if (!wager || !entry || entry.state === "acknowledged") return;
    entry.state = state;
    if (wager.entries.some((candidate) => candidate.state === "planned" || candidate.state === "sent")) return;
    openWagers.delete(wagerId);
    sums.set(wager.playerId, add(sums.get(wager.playerId), valueOf(wager)));
  };

  return {
    open(wagerId, playerId, entries) {
      openWagers.set(wagerId, { playerId, entries: entries.map((entry) => ({ ...entry, state: "planned" })) });
    },
    sent: (wagerId, revision) => settleState(wagerId, revision, "sent"),
    answered: (wagerId, revision, outcome) => settleState(wagerId, revision, stateAfter(outcome)),
    players() {
      const all = new Map(sums);
      for (const wager of openWagers.values()) {
        all.set(wager.playerId, add(all.get(wager.playerId), valueOf(wager)));
      }
      return all;
    },
  };
}

function stateAfter(outcome: Outcome): State {
  if (outcome.kind === "undelivered") return "unknown";
  if (outcome.kind !== "accepted") return "refused";
  // A batch does not say which of its wagers were set aside.
  return outcome.quarantined > 0 ? "unknown" : "acknowledged";
}

/** The highest acknowledged revision counts; higher ones without an answer may count instead. */
function valueOf(wager: OpenWager): PlayerSum {
  let revision = 0;
  let microUsd = 0n;
  let wagers = 0;
  for (const entry of wager.entries) {
    if (entry.state !== "acknowledged" || entry.revision <= revision) continue;
    ({ revision, amountMicroUsd: microUsd } = entry);
    wagers = 1;
  }
  let [leastMicroUsd, mostMicroUsd] = [microUsd, microUsd];
  for (const entry of wager.entries) {
    if (entry.revision <= revision || (entry.state !== "sent" && entry.state !== "unknown")) continue;
    if (entry.amountMicroUsd < leastMicroUsd) leastMicroUsd = entry.amountMicroUsd;
    if (entry.amountMicroUsd > mostMicroUsd) mostMicroUsd = entry.amountMicroUsd;
  }
  return { microUsd, leastMicroUsd, mostMicroUsd, wagers };
}

function add(sum: PlayerSum | undefined, value: PlayerSum): PlayerSum {
  if (!sum) return value;
  return {
    microUsd: sum.microUsd + value.microUsd,
    leastMicroUsd: sum.leastMicroUsd + value.leastMicroUsd,
    mostMicroUsd: sum.mostMicroUsd + value.mostMicroUsd,
    wagers: sum.wagers + value.wagers,
  };
}
