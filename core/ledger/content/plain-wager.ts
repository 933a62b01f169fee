import { parseMicroUsd } from "../../../wire/money.js";
import { showableName } from "../../../wire/webhook-events.js";
import type { WagerRevision } from "../delivery.js";

/**
 * The schema of a settled wager (wire/webhook-events.ts) costs 7 us, and almost every wager is of one plain form. What
 * is read here is read as the schema reads it, a property test compares the two; whatever is not certainly of that form
 * is left to the schema.
 */

const PLAIN_ID = /^[!-~]{1,128}$/;
const PLAIN_GAME_TEXT = /^[ -~]{0,200}$/;
/** UTC, with at most the six decimals that are kept; 29 February is left to the schema. */
const PLAIN_INSTANT =
  /^20\d\d-(?:(?:0[1-9]|1[0-2])-(?:0[1-9]|1\d|2[0-8])|(?:0[13-9]|1[0-2])-(?:29|30)|(?:0[13578]|1[02])-31)T(?:[01]\d|2[0-3]):[0-5]\d:[0-5]\d(?:\.\d{1,6})?Z$/;

type Fields = Readonly<Record<string, unknown>>;

function isFields(value: unknown): value is Fields {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function isPlainId(value: unknown): value is string {
  return typeof value === "string" && PLAIN_ID.test(value);
}

function isPlainInstant(value: unknown): value is string {
  return typeof value === "string" && PLAIN_INSTANT.test(value);
}

function hasOnly(value: Fields, count: number): boolean {
  let found = 0;
  for (const _ in value) found += 1;
  return found === count;
}

const given = (value: unknown): number => (value === undefined ? 0 : 1);

/** `null` stands for what is not told; `undefined` for what is not plain. */
function plainGameText(value: unknown): string | null | undefined {
  if (value === undefined) return null;
  return typeof value === "string" && PLAIN_GAME_TEXT.test(value) ? value || null : undefined;
}

interface PlainGame {
  readonly category: string | null;
  readonly game: string | null;
}

const NO_GAME: PlainGame = { category: null, game: null };

function plainGame(value: unknown): PlainGame | undefined {
  if (value === undefined || value === null) return NO_GAME;
  if (!isFields(value)) return undefined;
  const { id, name, category } = value;
  const [plainId, plainName, plainCategory] = [plainGameText(id), plainGameText(name), plainGameText(category)];
  if (plainId === undefined || plainName === undefined || plainCategory === undefined) return undefined;
  if (!hasOnly(value, given(id) + given(name) + given(category))) return undefined;
  return { category: plainCategory, game: plainName ?? plainId };
}

/** @returns the wager, or `undefined` where the schema must decide */
export function plainWager(value: unknown, item: number): WagerRevision | undefined {
  if (!isFields(value)) return undefined;
  const { wager_id: ref, player_id: player, amount: text, occurred_at: occurredAt } = value;
  if (!isPlainId(ref) || !isPlainId(player) || !isPlainInstant(occurredAt) || typeof text !== "string")
    return undefined;
  const { revision = 1, player_name: name, currency, game: told } = value;
  if (!(typeof revision === "number" && Number.isSafeInteger(revision) && revision >= 1)) return undefined;
  if (currency !== undefined && currency !== "USD") return undefined;
  if (name !== undefined && name !== null && typeof name !== "string") return undefined;
  const count = 4 + given(value["revision"]) + given(name) + given(currency) + given(told);
  const game = plainGame(told);
  if (game === undefined || !hasOnly(value, count)) return undefined;
  const amount = parseMicroUsd(text);
  if (amount === undefined) return undefined;
  return {
    item,
    ref,
    player,
    playerName: typeof name === "string" ? showableName(name) : undefined,
    revision: BigInt(revision),
    amount,
    occurredAt,
    category: game.category,
    game: game.game,
  };
}

export interface PlainEvent {
  readonly timestamp: string;
  readonly wager: WagerRevision;
}

/** A whole event `wager.settled`. @returns `undefined` where the schema must decide */
export function plainSettled(value: unknown): PlainEvent | undefined {
  if (!isFields(value) || value["type"] !== "wager.settled" || !hasOnly(value, 3)) return undefined;
  const { timestamp, data } = value;
  if (!isPlainInstant(timestamp)) return undefined;
  const wager = plainWager(data, -1);
  return wager === undefined ? undefined : { timestamp, wager };
}
