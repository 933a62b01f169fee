import type { SandboxClock } from "./clock.js";
import { badRequest } from "./errors.js";
import type { IdSource } from "./state/ids.js";

/** Telegram's own deadline is not published; ours is the age at which an update is dropped. */
const ANSWER_WITHIN_MS = 150_000;

export type CallbackRecord = {
  id: string;
  userId: number;
  chatId: number;
  messageId: number;
  label: string;
  createdMs: number;
  /** Answers the bot gave, refused ones included: exactly one is right. */
  attempts: number;
  isAnswered: boolean;
};

/** Button presses and their one answer. */
export class CallbackDesk {
  readonly records = new Map<string, CallbackRecord>();
  private readonly ids: IdSource;
  private readonly clock: SandboxClock;

  constructor(ids: IdSource, clock: SandboxClock) {
    this.ids = ids;
    this.clock = clock;
  }

  open(press: Pick<CallbackRecord, "userId" | "chatId" | "messageId" | "label">): CallbackRecord {
    const createdMs = this.clock.now().getTime();
    const record: CallbackRecord = {
      id: this.ids.bigNumber("callback"),
      createdMs,
      attempts: 0,
      isAnswered: false,
      ...press,
    };
    this.records.set(record.id, record);
    return record;
  }

  /** @throws ApiError when unknown, older than 150 s, or answered before */
  answer(id: string): CallbackRecord {
    const record = this.records.get(id);
    const refusal = badRequest("query is too old and response timeout expired or query ID is invalid");
    if (!record) throw refusal;
    record.attempts += 1;
    if (record.isAnswered || this.isExpired(record)) throw refusal;
    record.isAnswered = true;
    return record;
  }

  isExpired(record: CallbackRecord): boolean {
    return this.clock.now().getTime() - record.createdMs > ANSWER_WITHIN_MS;
  }
}
