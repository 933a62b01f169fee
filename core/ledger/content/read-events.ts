import type { KnownPlayer, RefusedItem, WagerRevision } from "../delivery.js";
import { microUsd } from "../../../wire/money.js";
import {
  settledData,
  VOID_REVISION,
  wagerBatch,
  webhookEvent,
  type QuarantineReason,
  type SettledData,
  type WebhookEvent,
} from "../../../wire/webhook-events.js";
import {
  check,
  checkExactly,
  parseExactly,
  parseJson,
  readExactly,
  readText,
  type Read,
  type Refusal,
} from "./exact-json.js";
import { isAhead } from "./is-ahead.js";
import { lazily } from "./lazily.js";
import { plainSettled, plainWager } from "./plain-wager.js";

/** What a body says, in the ledger's terms. */
export interface Content {
  /** When its sender wrote it; the receipt when that cannot be read. */
  readonly sentAt: Date;
  readonly wagers: readonly WagerRevision[];
  readonly players: readonly KnownPlayer[];
  readonly refused: readonly RefusedItem[];
}

const NOBODY: readonly KnownPlayer[] = [];
const NOTHING: readonly RefusedItem[] = [];

export function refusedWhole(refusal: Omit<Refusal, "ok">, receivedAt: Date): Content {
  const { reason, detail } = refusal;
  return { sentAt: receivedAt, wagers: [], players: [], refused: [{ item: -1, reason, detail }] };
}

/** Reads the body of `POST /hooks/v1/:source`. What cannot be applied comes back as refused, never as an error. */
export function readEvent(body: Buffer, receivedAt: Date): Content {
  const text = readText(body);
  if (!text.ok) return refusedWhole(text, receivedAt);
  const json = parseJson(text.value);
  if (!json.ok) return refusedWhole(json, receivedAt);
  return plainContent(json.value, receivedAt) ?? contentBySchema(json.value, text.value.text, receivedAt);
}

/** The common case without the schema; `undefined` where that must decide. */
function plainContent(value: unknown, receivedAt: Date): Content | undefined {
  const event = plainSettled(value);
  if (event === undefined || isAhead(event.wager.occurredAt ?? "", receivedAt)) return undefined;
  return { sentAt: new Date(event.timestamp), wagers: [event.wager], players: NOBODY, refused: NOTHING };
}

/** What an event says, as the schema reads it. @param text of `value`, for amounts that are number tokens */
export function contentBySchema(value: unknown, text: string, receivedAt: Date): Content {
  const event = checkExactly(value, text, webhookEvent);
  return event.ok ? contentOf(event.value, receivedAt) : refusedWhole(event, receivedAt);
}

function contentOf(event: WebhookEvent, receivedAt: Date): Content {
  const sentAt = new Date(event.timestamp);
  const content = { sentAt, wagers: [], players: NOBODY, refused: NOTHING };
  switch (event.type) {
    case "wager.settled":
      if (isAhead(event.data.occurred_at, receivedAt)) {
        return refusedWhole(
          { reason: "occurred_in_future", detail: "occurred_at is over 5 minutes ahead" },
          receivedAt,
        );
      }
      return { ...content, wagers: [settledWager(event.data, -1)] };
    case "wager.voided":
      return { ...content, wagers: [voidedWager(event.data)] };
    default: {
      const { player_id: player, player_name: playerName } = event.data;
      return { ...content, players: [{ player, playerName: playerName ?? undefined }] };
    }
  }
}

/** A settled wager in the ledger's terms. */
export function settledWager(data: SettledData, item: number): WagerRevision {
  return {
    item,
    ref: data.wager_id,
    player: data.player_id,
    playerName: data.player_name ?? undefined,
    revision: data.revision ?? 1n,
    amount: data.amount,
    occurredAt: data.occurred_at,
    category: data.game?.category || null,
    game: data.game?.name || data.game?.id || null,
  };
}

function voidedWager(data: Extract<WebhookEvent, { type: "wager.voided" }>["data"]): WagerRevision {
  return {
    item: -1,
    ref: data.wager_id,
    player: data.player_id,
    playerName: undefined,
    revision: data.revision ?? VOID_REVISION,
    amount: microUsd(0n),
    occurredAt: null,
    category: null,
    game: null,
  };
}

/** Reads the body of `POST .../batch`; each wager stands or falls alone. */
export function readBatch(body: Buffer, receivedAt: Date): Content {
  const text = readText(body);
  if (!text.ok) return refusedWhole(text, receivedAt);
  const batch = readExactly(text.value, wagerBatch);
  if (!batch.ok) return refusedWhole(batch, receivedAt);
  const wagers: WagerRevision[] = [];
  const refused: RefusedItem[] = [];
  const items = batch.value.data.wagers;
  const exactItems = lazily(() => exactWagers(text.value.text));
  items.forEach((value, item) => {
    const read = readItem(value, item, exactItems);
    if (!read.ok) refused.push({ item, reason: read.reason, detail: read.detail });
    else if (isAhead(read.value.occurredAt ?? "", receivedAt)) refused.push(aheadItem(item));
    else wagers.push(read.value);
  });
  return { sentAt: new Date(batch.value.timestamp), wagers, players: [], refused };
}

function readItem(value: unknown, item: number, exactItems: () => readonly unknown[]): Read<WagerRevision> {
  const plain = plainWager(value, item);
  if (plain !== undefined) return { ok: true, value: plain };
  const schema = settledData.safeParse(value);
  if (schema.success) return { ok: true, value: settledWager(schema.data, item) };
  const exact = check(exactItems()[item], settledData);
  return exact.ok ? { ok: true, value: settledWager(exact.value, item) } : exact;
}

function aheadItem(item: number): RefusedItem {
  const reason: QuarantineReason = "occurred_in_future";
  return { item, reason, detail: "occurred_at is over 5 minutes ahead" };
}

/** The wagers with numbers in the sender's digits: for amounts that are number tokens. */
function exactWagers(text: string): readonly unknown[] {
  return wagerBatch.parse(parseExactly(text)).data.wagers;
}

/** The wagers of a batch as their dead letters keep them, each in the form of a batch of one. */
export function batchItems(body: Buffer): (item: number) => unknown {
  const { type, timestamp, data } = wagerBatch.parse(parseExactly(body.toString("utf8")));
  return (item) => ({ type, timestamp, data: { wagers: [data.wagers[item]] } });
}
