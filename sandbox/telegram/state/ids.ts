import { createHash } from "node:crypto";

/**
 * Numbers of one sandbox: nothing is shared between instances, so tests repeat exactly. Message ids follow
 * Telegram: one row for all private chats and basic groups of the bot, a row of its own for each supergroup.
 */
export class IdSource {
  private readonly counters = new Map<string, number>();
  private readonly seed: string;
  readonly firstMessage: number;

  /** `base` is where messages begin: above everything an earlier run of the same sandbox may have used. */
  constructor(seed: string, base = 1) {
    this.seed = seed;
    this.firstMessage = base;
  }

  next(row: string, first = 1): number {
    const id = this.counters.get(row) ?? first;
    this.counters.set(row, id + 1);
    return id;
  }

  /** What `next` will return. */
  peek(row: string, first = 1): number {
    return this.counters.get(row) ?? first;
  }

  /** A number of 63 bits as text, as callback query ids and chat instances are. */
  bigNumber(row: string): string {
    const digest = this.digest(row);
    return (digest.readBigUInt64BE(0) >> 1n).toString();
  }

  token(row: string): string {
    return this.digest(row).toString("base64url");
  }

  private digest(row: string): Buffer {
    return createHash("sha256")
      .update(`${this.seed}/${row}/${this.next(row)}`)
      .digest()
      .subarray(0, 24);
  }
}
