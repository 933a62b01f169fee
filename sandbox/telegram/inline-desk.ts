import type { InlineKeyboardButton, InlineQueryResultsButton } from "@grammyjs/types";
import type { SandboxClock } from "./clock.js";
import { badRequest } from "./errors.js";
import type { IdSource } from "./state/ids.js";
import type { MessageContent } from "./state/records.js";

const DEFAULT_CACHE_S = 300;
/** An undelivered inline query lives this long; an answer after it is refused. */
const ANSWER_WITHIN_MS = 30_000;
const PREPARED_LIFETIME_S = 24 * 3600;

/** One result as the person sees it, and the message it would become. */
export type InlineResult = {
  id: string;
  kind: string;
  title: string;
  description?: string;
  thumbnailUrl?: string;
  content: MessageContent;
  keyboard?: InlineKeyboardButton[][];
};

export type InlineAnswer = {
  results: InlineResult[];
  nextOffset: string;
  button?: InlineQueryResultsButton;
  cacheTimeS: number;
  isPersonal: boolean;
};

export type InlineQueryRecord = {
  id: string;
  userId: number;
  chatId: number;
  query: string;
  offset: string;
  createdMs: number;
  attempts: number;
  answer?: InlineAnswer;
};

export type PreparedMessage = {
  id: string;
  userId: number;
  result: InlineResult;
  expiresS: number;
  allowed: { user: boolean; bot: boolean; group: boolean; channel: boolean };
};

/** Inline mode: queries, their answers with Telegram's cache, prepared messages. */
export class InlineDesk {
  readonly queries = new Map<string, InlineQueryRecord>();
  readonly prepared = new Map<string, PreparedMessage>();
  /** `query_id` of initData: each may be answered once, with a message into the chat the app was opened from. */
  readonly webAppQueries = new Map<string, { userId: number; chatId: number }>();
  private readonly cache = new Map<string, { answer: InlineAnswer; untilMs: number }>();
  private readonly ids: IdSource;
  private readonly clock: SandboxClock;

  constructor(ids: IdSource, clock: SandboxClock) {
    this.ids = ids;
    this.clock = clock;
  }

  open(query: Pick<InlineQueryRecord, "userId" | "chatId" | "query" | "offset">): InlineQueryRecord {
    const createdMs = this.clock.now().getTime();
    const record: InlineQueryRecord = { id: this.ids.bigNumber("inline"), createdMs, attempts: 0, ...query };
    this.queries.set(record.id, record);
    return record;
  }

  /** What Telegram still has from an earlier answer; shared between people unless it was personal. */
  cached(userId: number, query: string, offset: string): InlineAnswer | undefined {
    const now = this.clock.now().getTime();
    const hits = [cacheKey(undefined, query, offset), cacheKey(userId, query, offset)].map((key) =>
      this.cache.get(key),
    );
    return hits.find((hit) => hit && hit.untilMs > now)?.answer;
  }

  /** @throws ApiError when unknown, older than 30 s, or answered before */
  answer(id: string, answer: Omit<InlineAnswer, "cacheTimeS"> & { cacheTimeS: number | undefined }): InlineQueryRecord {
    const record = this.queries.get(id);
    const refusal = badRequest("query is too old and response timeout expired or query ID is invalid");
    if (!record) throw refusal;
    record.attempts += 1;
    const now = this.clock.now().getTime();
    if (record.answer || now - record.createdMs > ANSWER_WITHIN_MS) throw refusal;
    const cacheTimeS = answer.cacheTimeS ?? DEFAULT_CACHE_S;
    record.answer = { ...answer, cacheTimeS };
    const owner = answer.isPersonal ? record.userId : undefined;
    this.cache.set(cacheKey(owner, record.query, record.offset), {
      answer: record.answer,
      untilMs: now + cacheTimeS * 1000,
    });
    return record;
  }

  prepare(userId: number, result: InlineResult, allowed: PreparedMessage["allowed"]): PreparedMessage {
    const id = this.ids.token("prepared").slice(0, 16);
    const expiresS = Math.floor(this.clock.now().getTime() / 1000) + PREPARED_LIFETIME_S;
    const prepared = { id, userId, result, expiresS, allowed };
    this.prepared.set(id, prepared);
    return prepared;
  }
}

function cacheKey(userId: number | undefined, query: string, offset: string): string {
  return JSON.stringify([userId ?? "all", query, offset]);
}
