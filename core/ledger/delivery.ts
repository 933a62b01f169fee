import type { SourceId } from "../../wire/ids.js";
import type { MicroUsd } from "../../wire/money.js";
import type { QuarantineReason } from "../../wire/webhook-events.js";

/** One revision of one wager as its sender told it. A void is a revision worth 0 without a time of its own. */
export interface WagerRevision {
  /** Place in its delivery; -1 when the delivery is this one event. */
  readonly item: number;
  /** The sender's wager id. */
  readonly ref: string;
  /** The sender's player id. */
  readonly player: string;
  readonly playerName: string | undefined;
  readonly revision: bigint;
  readonly amount: MicroUsd;
  /** ISO text, so that microseconds survive; `null` for a void, which counts at its wager's time. */
  readonly occurredAt: string | null;
  /** `null` when not told: a correction then keeps what is known. */
  readonly category: string | null;
  readonly game: string | null;
}

export interface KnownPlayer {
  readonly player: string;
  readonly playerName: string | undefined;
}

/** Part of a delivery that cannot be applied; -1 means the whole of it. */
export interface RefusedItem {
  readonly item: number;
  readonly reason: QuarantineReason;
  readonly detail: string;
}

export type Endpoint = "event" | "batch" | "totals" | "postback";

/** One verified message of a source, identified by (source, delivery id). */
export interface Delivery {
  readonly sourceId: SourceId;
  readonly deliveryId: string;
  readonly endpoint: Endpoint;
  readonly body: Buffer;
  readonly receivedAt: Date;
  /** When its sender wrote it, which decides between two names of a player. */
  readonly sentAt: Date;
  readonly wagers: readonly WagerRevision[];
  /** Players it speaks of without a wager. */
  readonly players: readonly KnownPlayer[];
  readonly refused: readonly RefusedItem[];
  /** Headers for a dead letter, without anything secret. */
  headers(): Record<string, string>;
  /** The bytes a dead letter keeps for one item. */
  itemBody(item: number): Buffer;
}

export type DeliveryOutcome =
  | {
      readonly kind: "recorded";
      /** Wagers that are now known and were not before, or that an already known later revision outranks. */
      readonly accepted: number;
      readonly duplicates: number;
      readonly refused: readonly RefusedItem[];
      /** Players of a snapshot whose total fell by more than a hundredth. */
      readonly fallen?: number;
    }
  /** The same delivery was committed before. */
  | { readonly kind: "repeated" }
  /** The delivery id was used before for another body; the first one stays the truth. */
  | { readonly kind: "contradicted" };
