import { settledData, VOID_REVISION, type QuarantineReason } from "../../../wire/webhook-events.js";
import { microUsd } from "../../../wire/money.js";
import type { Dialect, FieldMapping } from "../../sources/dialect.js";
import { readQuery } from "../../sources/dialect-signature.js";
import { check, parseExactly, readText } from "./exact-json.js";
import { isAhead } from "./is-ahead.js";
import { refusedWhole, settledWager, type Content } from "./read-events.js";
import { readPath } from "./read-path.js";

/** A correction's revision is 2 + the message's milliseconds, for senders that number nothing. */
const FIRST_TIMED_REVISION = 2n;

type Fields = (path: string | undefined) => string | undefined;

class RefusedFieldError extends Error {
  override readonly name = "RefusedFieldError";
  readonly reason: QuarantineReason;
  constructor(reason: QuarantineReason, detail: string) {
    super(detail);
    this.reason = reason;
  }
}

/**
 * Reads a message in its sender's own dialect into the same terms as our contract, by configuration alone. A status that
 * means `ignored` gives a content without anything in it.
 */
export function readDialect(dialect: Dialect, body: Buffer, receivedAt: Date): Content {
  try {
    const message = parseMessage(dialect, body);
    return contentOf(dialect.mapping, (path) => (path === undefined ? undefined : readPath(message, path)), receivedAt);
  } catch (error) {
    if (!(error instanceof RefusedFieldError)) throw error;
    return refusedWhole({ reason: error.reason, detail: error.message }, receivedAt);
  }
}

/** The message as a tree of texts and number tokens. */
export function parseMessage(dialect: Dialect, body: Buffer): unknown {
  const text = readText(body);
  if (!text.ok) throw new RefusedFieldError(text.reason, text.detail);
  if (dialect.kind === "postback" || dialect.format === "form")
    return readPairs(text.value.text, dialect.kind === "hmac");
  try {
    return parseExactly(text.value.text);
  } catch (error) {
    if (error instanceof SyntaxError) throw new RefusedFieldError("invalid_json", "the body is not JSON");
    throw error;
  }
}

/** @param isForm forms write a blank as a plus sign; queries are percent-encoded only */
function readPairs(text: string, isForm: boolean): unknown {
  const values = readQuery(isForm ? text.replaceAll("+", "%20") : text);
  if (values === undefined)
    throw new RefusedFieldError("invalid_event", "the parameters are not percent-encoded, or repeat");
  return Object.fromEntries(values);
}

function contentOf(mapping: FieldMapping, field: Fields, receivedAt: Date): Content {
  const meaning = meaningOf(mapping, field);
  const nothing: Content = { sentAt: receivedAt, wagers: [], players: [], refused: [] };
  if (meaning === "ignored") return nothing;
  const wager = meaning === "voided" ? voidedWager(mapping, field) : settledFrom(mapping, field);
  if (wager.occurredAt !== null && isAhead(wager.occurredAt, receivedAt)) {
    throw new RefusedFieldError("occurred_in_future", "the event's time is over 5 minutes ahead");
  }
  return { ...nothing, wagers: [wager] };
}

function meaningOf({ status, statuses }: FieldMapping, field: Fields): "settled" | "voided" | "ignored" {
  if (status === undefined) return "settled";
  const told = field(status) ?? "";
  const meaning = Object.hasOwn(statuses, told) ? statuses[told] : undefined;
  if (meaning === undefined) throw new RefusedFieldError("unknown_type", `${status}: not one of the known statuses`);
  return meaning;
}

function settledFrom(mapping: FieldMapping, field: Fields) {
  const name = field(mapping.playerName);
  const revision = revisionOf(mapping, field);
  const data = {
    wager_id: required(field, mapping.wagerId),
    player_id: required(field, mapping.playerId),
    ...(name === undefined ? {} : { player_name: name }),
    amount: inUsd(required(field, mapping.amount), mapping.amountUnit),
    ...(mapping.currency === undefined ? {} : { currency: required(field, mapping.currency) }),
    occurred_at: inIso(required(field, mapping.occurredAt), mapping.timeFormat),
    game: gameOf(mapping, field),
  };
  const read = check(data, settledData);
  if (!read.ok) throw new RefusedFieldError(read.reason, read.detail);
  return { ...settledWager(read.value, -1), revision };
}

function voidedWager(mapping: FieldMapping, field: Fields) {
  // The amount of a reversal is informational: what is taken back is what the wager is worth.
  const wager = settledFrom({ ...mapping, amount: "'0'" }, field);
  const revision = mapping.revision === undefined ? VOID_REVISION : wager.revision;
  return { ...wager, revision, amount: microUsd(0n), occurredAt: null, category: null, game: null };
}

function required(field: Fields, path: string): string {
  const value = field(path);
  if (value === undefined) throw new RefusedFieldError("invalid_event", `${path}: is missing`);
  return value;
}

function gameOf({ category, game }: FieldMapping, field: Fields): { name?: string; category?: string } {
  const [name, kind] = [field(game), field(category)];
  return { ...(name === undefined ? {} : { name }), ...(kind === undefined ? {} : { category: kind }) };
}

function revisionOf({ revision, revisionTime, timeFormat }: FieldMapping, field: Fields): bigint {
  if (revision !== undefined) {
    const text = required(field, revision);
    if (!/^[1-9]\d{0,17}$/.test(text)) throw new RefusedFieldError("invalid_event", `${revision}: is no revision`);
    return BigInt(text);
  }
  if (revisionTime === undefined) return 1n;
  return FIRST_TIMED_REVISION + BigInt(Date.parse(inIso(required(field, revisionTime), timeFormat)));
}

/** Moves the point by two digits in the text itself, so that cents are as exact as dollars. */
function inUsd(text: string, unit: FieldMapping["amountUnit"]): string {
  if (unit === "usd") return text;
  const match = /^(0|[1-9]\d{0,16})(?:\.(\d{1,16}))?$/.exec(text);
  if (match?.[1] === undefined) throw new RefusedFieldError("invalid_amount", "the amount is not a number of cents");
  const digits = match[1].padStart(3, "0");
  return `${digits.slice(0, -2)}.${digits.slice(-2)}${match[2] ?? ""}`;
}

function inIso(text: string, format: FieldMapping["timeFormat"]): string {
  if (format === "iso") return text;
  const ms = /^\d{9,16}(?:\.\d{1,6})?$/.test(text) ? Number(text) * (format === "seconds" ? 1_000 : 1) : Number.NaN;
  if (!(ms < 253_370_764_800_000))
    throw new RefusedFieldError("invalid_event", "the time is not in the format of its sender");
  return new Date(ms).toISOString();
}
