import * as z from "zod";
import { parseMicroUsd, type MicroUsd } from "./money.js";

/**
 * A JSON number in the digits its sender wrote. `JSON.parse` turns `1234567890123456.78` into `...456.8`, so bodies
 * that hold amounts as number tokens are read again with every number kept as one of these.
 */
export class NumberToken {
  readonly text: string;
  constructor(text: string) {
    this.text = text;
  }
}

/** Why something signed was not applied; stored with the dead letter and answered with 202. */
export const quarantineReasons = [
  "invalid_utf8",
  "invalid_json",
  "json_too_deep",
  "json_too_many_keys",
  "unknown_type",
  "invalid_event",
  "too_many_wagers",
  "invalid_amount",
  "unsupported_currency",
  "occurred_in_future",
  "revision_conflict",
  "player_changed",
  "time_changed",
  "repeated_player",
  "wrong_mode",
  "refused_by_database",
] as const;
export type QuarantineReason = (typeof quarantineReasons)[number];

/** Void without a revision: above every revision a sender can number. */
export const VOID_REVISION = 2n ** 62n;

/** Messages that are themselves reasons, so that a refused field names the dead letter's reason. */
const refuse = (reason: QuarantineReason): { message: string } => ({ message: reason });

// Ids are opaque, but control characters and half surrogate pairs would reach the database as other text than was
// signed, and blanks at the ends make two ids that nobody can tell apart.
const OPAQUE_ID = /^(?!\s)[^\p{Cc}\p{Cs}]{1,128}(?<!\s)$/u;
export const externalId = z.string().regex(OPAQUE_ID, "must be 1 to 128 characters without control characters");

const MAX_NAME = 100;
// Control characters, half surrogate pairs, line separators, and the marks that turn the reading direction.
const UNSHOWABLE = /[\p{Cc}\p{Cs}\p{Zl}\p{Zp}\u202a-\u202e\u2066-\u2069]+/gu;
/**
 * A player's name as it can be shown. A name is never a reason to lose a wager: what cannot be shown is dropped, what
 * is too long is cut.
 */
export function showableName(text: string): string | undefined {
  const cleaned = text.replace(UNSHOWABLE, " ").trim();
  const shown = cleaned.length <= MAX_NAME ? cleaned : Array.from(cleaned).slice(0, MAX_NAME).join("").trim();
  return shown === "" ? undefined : shown;
}

const playerName = z.string().transform(showableName);

/** Times stay text: PostgreSQL keeps microseconds where a JavaScript date would cut to milliseconds. */
const instant = z.iso
  .datetime({ offset: true })
  .refine((text) => text >= "2000" && !text.startsWith("9999"), "must be a year from 2000 to 9998")
  // PostgreSQL would round a seventh decimal, which can carry an event over the end of a race.
  .transform((text) => text.replace(/(\.\d{6})\d+/, "$1"));

function textOf(value: string | NumberToken): string {
  return typeof value === "string" ? value : value.text;
}

const decimal = z.union([z.string(), z.instanceof(NumberToken)], {
  error: ({ input }) => (input === undefined ? "is missing" : refuse("invalid_amount").message),
});

const amount = decimal.transform((value, context): MicroUsd => {
  const parsed = parseMicroUsd(textOf(value));
  if (parsed !== undefined) return parsed;
  context.addIssue({ code: "custom", ...refuse("invalid_amount") });
  return z.NEVER;
});

const TOTAL = /^(0|[1-9]\d{0,10})(?:\.\d{1,40})?$/;
/** A cumulative total in exactly the digits that were sent; rounding happens once, when it is recorded. */
const exactTotal = decimal.transform(textOf).refine((text) => TOTAL.test(text), refuse("invalid_amount"));

const revision = z
  .union([
    z.int(),
    z
      .instanceof(NumberToken)
      .transform((token) => Number(token.text))
      .pipe(z.int()),
  ])
  .refine((value) => value >= 1, "must be at least 1")
  .transform((value) => BigInt(value));

const currency = z.string().refine((code) => code === "USD", refuse("unsupported_currency"));
const gameText = z.string().regex(/^[^\p{Cc}\p{Cs}]{0,200}$/u, "must be text of at most 200 characters");
const game = z.strictObject({ id: gameText.optional(), name: gameText.optional(), category: gameText.optional() });

export const settledData = z.strictObject({
  wager_id: externalId,
  revision: revision.optional(),
  player_id: externalId,
  player_name: playerName.nullish(),
  amount,
  currency: currency.optional(),
  occurred_at: instant,
  game: game.nullish(),
});

const envelope = { timestamp: instant };

const settled = z.strictObject({ ...envelope, type: z.literal("wager.settled"), data: settledData });
const voided = z.strictObject({
  ...envelope,
  type: z.literal("wager.voided"),
  data: z.strictObject({
    wager_id: externalId,
    player_id: externalId,
    revision: revision.optional(),
    occurred_at: instant.optional(),
  }),
});
const referred = z.strictObject({
  ...envelope,
  type: z.literal("player.referred"),
  data: z.strictObject({ player_id: externalId, player_name: playerName.nullish(), referred_at: instant }),
});
const renamed = z.strictObject({
  ...envelope,
  type: z.literal("player.renamed"),
  data: z.strictObject({ player_id: externalId, player_name: playerName }),
});

/** `POST /hooks/v1/:source` */
export const webhookEvent = z.discriminatedUnion("type", [settled, voided, referred, renamed], refuse("unknown_type"));
export type WebhookEvent = z.output<typeof webhookEvent>;
export type SettledData = z.output<typeof settledData>;

const MAX_BATCH_WAGERS = 1_000;
/** `POST .../batch`; its wagers are checked one by one, so that a bad one does not refuse its neighbours. */
export const wagerBatch = z.strictObject({
  ...envelope,
  type: z.literal("wager.batch", refuse("unknown_type")),
  data: z.strictObject({ wagers: z.array(z.unknown()).max(MAX_BATCH_WAGERS, refuse("too_many_wagers")) }),
});

/** `POST .../totals`; its rows are checked one by one. */
export const totalsSnapshot = z.strictObject({
  ...envelope,
  type: z.literal("totals.snapshot", refuse("unknown_type")),
  data: z.strictObject({ as_of: instant, players: z.array(z.unknown()) }),
});
export const playerTotal = z.strictObject({
  player_id: externalId,
  player_name: playerName.nullish(),
  all_time: exactTotal,
  this_month: exactTotal.optional(),
  this_week: exactTotal.optional(),
  today: exactTotal.optional(),
});
export type PlayerTotal = z.output<typeof playerTotal>;

const knownReasons: ReadonlySet<string> = new Set(quarantineReasons);
function isReason(text: string): text is QuarantineReason {
  return knownReasons.has(text);
}

/** The reason a refused message is filed under: the first that a field names itself, else `invalid_event`. */
export function reasonOf(error: z.ZodError): QuarantineReason {
  return error.issues.map((issue) => issue.message).find(isReason) ?? "invalid_event";
}

const MAX_DESCRIPTION = 500;

/**
 * Where and why, for the person who looks at the dead letter; never the values themselves. The names of unknown fields
 * are the sender's, and may hold what neither a page nor the database takes.
 */
export function describeIssues(error: z.ZodError): string {
  return error.issues
    .slice(0, 5)
    .map((issue) => `${issue.path.join(".") || "event"}: ${issue.message}`)
    .join("; ")
    .replaceAll(UNSHOWABLE, " ")
    .slice(0, MAX_DESCRIPTION);
}
