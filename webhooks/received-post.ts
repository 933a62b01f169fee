import type { ServerResponse } from "node:http";
import type { DeliveryOutcome, Endpoint, KnownPlayer, RefusedItem, WagerRevision } from "../core/ledger/delivery.js";
import type { TotalsDelivery } from "../core/ledger/record-totals-delivery.js";
import type { TotalsSnapshot } from "../core/ledger/record-totals.js";
import type { BookedSource } from "../core/sources/secret-book.js";
import type { SourceId } from "../wire/ids.js";
import { answerJson, answerProblem, retryAfterSeconds } from "./answer.js";
import type { Outcome } from "./counters.js";
import type { QueuedPost } from "./flush-queue.js";
import { headersForPeople } from "./hook-headers.js";
import { writeExactly } from "../core/ledger/content/exact-json.js";
import { batchItems, type Content } from "../core/ledger/content/read-events.js";
import { totalsItems, type TotalsContent } from "../core/ledger/content/read-totals.js";

export interface PostFacts {
  readonly res: ServerResponse;
  readonly rawHeaders: readonly string[];
  readonly source: Pick<BookedSource, "id" | "slug">;
  readonly deliveryId: string;
  readonly endpoint: Endpoint;
  readonly body: Buffer;
  readonly receivedAt: Date;
  readonly onAnswered: (outcome: Outcome, post: ReceivedPost, reason?: string) => void;
}

const ACCEPTED = '{"status":"accepted"}';
const DUPLICATE = '{"status":"duplicate"}';

/** A verified post that waits for its commit, and knows how to answer its sender. */
export class ReceivedPost implements QueuedPost {
  readonly sourceId: SourceId;
  readonly deliveryId: string;
  readonly endpoint: Endpoint;
  readonly body: Buffer;
  readonly receivedAt: Date;
  readonly sentAt: Date;
  readonly wagers: readonly WagerRevision[];
  readonly players: readonly KnownPlayer[];
  readonly refused: readonly RefusedItem[];
  readonly queuedAt = performance.now();
  readonly #facts: PostFacts;
  #isAnswered = false;
  /** Read once, however many are refused: a snapshot may be 8 MiB. */
  #items: ((item: number) => unknown) | undefined;

  constructor(facts: PostFacts, content: Content) {
    this.#facts = facts;
    this.sourceId = facts.source.id;
    this.deliveryId = facts.deliveryId;
    this.endpoint = facts.endpoint;
    this.body = facts.body;
    this.receivedAt = facts.receivedAt;
    this.sentAt = content.sentAt;
    this.wagers = content.wagers;
    this.players = content.players;
    this.refused = content.refused;
  }

  /** Wagers or rows that could be read. */
  get size(): number {
    return this.wagers.length;
  }

  get sourceSlug(): string {
    return this.#facts.source.slug;
  }

  headers(): Record<string, string> {
    return headersForPeople(this.#facts.rawHeaders);
  }

  itemBody(item: number): Buffer {
    if (item === -1) return this.body;
    this.#items ??= (this.endpoint === "totals" ? totalsItems : batchItems)(this.body);
    return Buffer.from(writeExactly(this.#items(item)));
  }

  /** Must not be called before the COMMIT has returned: what is answered 2xx is never sent again. */
  settle(outcome: DeliveryOutcome): void {
    if (this.#isAnswered) return;
    this.#isAnswered = true;
    const { res } = this.#facts;
    switch (outcome.kind) {
      case "contradicted":
        answerProblem(res, 409, "This webhook-id was used before for another body. The first one stays.");
        return this.#answered("contradicted");
      case "repeated":
        answerJson(res, 200, this.#isCounted() ? this.#repeatedMany() : DUPLICATE);
        return this.#answered("duplicate");
      case "recorded":
        return this.#settleRecorded(outcome);
    }
  }

  giveUp(): void {
    if (this.#isAnswered) return;
    this.#isAnswered = true;
    answerProblem(this.#facts.res, 503, "The post could not be recorded in time. Send it again.", {
      retryAfter: retryAfterSeconds(),
    });
    this.#answered("gave_up");
  }

  #settleRecorded(outcome: Extract<DeliveryOutcome, { kind: "recorded" }>): void {
    const { res } = this.#facts;
    const whole = outcome.refused.find((refused) => refused.item === -1);
    if (whole !== undefined) {
      answerJson(res, 202, JSON.stringify({ status: "quarantined", reason: whole.reason }));
      return this.#facts.onAnswered("quarantined", this, whole.reason);
    }
    if (this.#isCounted()) {
      const { accepted, duplicates, refused } = outcome;
      answerJson(res, 200, JSON.stringify({ status: "accepted", accepted, duplicates, quarantined: refused.length }));
      return this.#answered("accepted");
    }
    const isDuplicate = outcome.duplicates > 0;
    answerJson(res, 200, isDuplicate ? DUPLICATE : ACCEPTED);
    this.#answered(isDuplicate ? "duplicate" : "accepted");
  }

  /** Batches and snapshots are answered with numbers. */
  #isCounted(): boolean {
    return this.endpoint === "batch" || this.endpoint === "totals";
  }

  #repeatedMany(): string {
    return JSON.stringify({ status: "accepted", accepted: 0, duplicates: this.size, quarantined: 0 });
  }

  #answered(outcome: Outcome): void {
    this.#facts.onAnswered(outcome, this);
  }
}

/** A verified snapshot of totals. */
export class ReceivedTotals extends ReceivedPost implements TotalsDelivery {
  readonly snapshot: TotalsSnapshot;

  constructor(facts: PostFacts, { sentAt, asOf, rows, refused }: TotalsContent) {
    super(facts, { sentAt, wagers: [], players: [], refused });
    this.snapshot = { sourceId: facts.source.id, asOf, receivedAt: facts.receivedAt, rows };
  }

  override get size(): number {
    return this.snapshot.rows.length;
  }
}
