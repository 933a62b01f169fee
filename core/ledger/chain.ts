import type { PlayerId } from "../../wire/ids.js";
import { microUsd, type MicroUsd } from "../../wire/money.js";
import type { QuarantineReason } from "../../wire/webhook-events.js";
import { sameInstant } from "./same-instant.js";

/** What one entry of a wager's chain says the wager is worth. */
export interface ChainEntry {
  readonly seq: number;
  readonly playerId: PlayerId;
  readonly revision: bigint;
  readonly amount: MicroUsd;
  readonly category: string | null;
  readonly game: string | null;
  /** `null` while only a void is known. */
  readonly occurredAt: string | null;
}

export interface NextEntry extends ChainEntry {
  readonly delta: MicroUsd;
}

export type IncomingRevision = Omit<ChainEntry, "seq">;
/** What the chain already holds under the incoming revision. */
export type Told = Pick<ChainEntry, "amount" | "category">;

export type Verdict =
  | { readonly kind: "append"; readonly entries: readonly NextEntry[] }
  | { readonly kind: "duplicate" }
  | { readonly kind: "outranked" }
  | { readonly kind: "refused"; readonly reason: QuarantineReason };

/** The entry that begins a chain: the first revision anybody heard of, whatever its number. */
export function firstEntry(incoming: IncomingRevision): NextEntry {
  const { playerId, revision, amount, category, game, occurredAt } = incoming;
  return { seq: 1, playerId, revision, amount, delta: amount, category, game, occurredAt };
}

/**
 * Decides what a revision does to a wager that is already known. The worth of a wager is that of its highest
 * revision, in whatever order revisions arrive. A changed player or time is left to a person, whichever came first.
 */
export function judgeRevision(head: ChainEntry, incoming: IncomingRevision, told: Told | undefined): Verdict {
  if (incoming.playerId !== head.playerId) return { kind: "refused", reason: "player_changed" };
  if (incoming.occurredAt !== null && head.occurredAt !== null && !sameInstant(incoming.occurredAt, head.occurredAt)) {
    return { kind: "refused", reason: "time_changed" };
  }
  if (told !== undefined) {
    return saysTheSame(incoming, told) ? { kind: "duplicate" } : { kind: "refused", reason: "revision_conflict" };
  }
  if (incoming.revision < head.revision) return { kind: "outranked" };
  return { kind: "append", entries: nextEntries(head, incoming) };
}

/** The game's name is for people only, so a sender may spell it anew without contradicting himself. */
function saysTheSame(incoming: IncomingRevision, told: Told): boolean {
  const sameCategory = incoming.category === null || incoming.category === told.category;
  return incoming.amount === told.amount && (sameCategory || incoming.amount === 0n);
}

/**
 * Races weigh an entry by its category. So a wager that moves to another category is taken out of the old one whole
 * and put into the new one whole: a mere difference would carry the old worth at the old weight.
 */
function nextEntries(head: ChainEntry, incoming: IncomingRevision): NextEntry[] {
  const { playerId, revision, amount } = incoming;
  const next = {
    playerId,
    revision,
    game: incoming.game ?? head.game,
    occurredAt: head.occurredAt ?? incoming.occurredAt,
  };
  const category = incoming.category ?? head.category;
  if (category === head.category || head.amount === 0n) {
    return [{ ...next, seq: head.seq + 1, category, amount, delta: microUsd(amount - head.amount) }];
  }
  const out = { ...next, category: head.category, amount: microUsd(0n), delta: microUsd(0n - head.amount) };
  if (amount === 0n) return [{ ...out, seq: head.seq + 1 }];
  return [
    { ...out, seq: head.seq + 1 },
    { ...next, seq: head.seq + 2, category, amount, delta: amount },
  ];
}
