import { RECEIPT_FORMAT, RESULT_FORMAT, type Receipt, type ResultDocument } from "./result-document.js";

/** Says whether a value has a form; a fault names the path at which it has not. */
type Shape = (value: unknown, path: string) => string | null;

const text =
  (form: RegExp): Shape =>
  (value, path) =>
    typeof value === "string" && form.test(value) ? null : `${path} must match ${form.source}`;
const anyText: Shape = (value, path) => (typeof value === "string" ? null : `${path} must be text`);
const integer: Shape = (value, path) =>
  Number.isSafeInteger(value) && Number(value) >= 0 ? null : `${path} must be a whole number`;
const flag: Shape = (value, path) => (typeof value === "boolean" ? null : `${path} must be true or false`);
const nullable =
  (shape: Shape): Shape =>
  (value, path) =>
    value === null ? null : shape(value, path);
/** A member that may be absent. */
const optional =
  (shape: Shape): Shape =>
  (value, path) =>
    value === undefined ? null : shape(value, path);
const oneOf =
  (...words: readonly string[]): Shape =>
  (value, path) =>
    typeof value === "string" && words.includes(value) ? null : `${path} must be one of ${words.join(", ")}`;
const list =
  (shape: Shape): Shape =>
  (value, path) => {
    if (!Array.isArray(value)) return `${path} must be a list`;
    for (const [at, item] of value.entries()) {
      const fault = shape(item, `${path}[${at}]`);
      if (fault !== null) return fault;
    }
    return null;
  };

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** Exactly these members: an unknown one would be hashed but never looked at. */
function object(members: Record<string, Shape>): Shape {
  return (value, path) => {
    if (!isObject(value)) return `${path} must be an object`;
    const unknown = Object.keys(value).find((key) => !Object.hasOwn(members, key));
    if (unknown !== undefined) return `${path}.${unknown} is not a known member`;
    for (const [key, shape] of Object.entries(members)) {
      const fault = shape(value[key], `${path}.${key}`);
      if (fault !== null) return fault;
    }
    return null;
  };
}

const record =
  (shape: Shape): Shape =>
  (value, path) => {
    if (!isObject(value)) return `${path} must be an object`;
    for (const [key, item] of Object.entries(value)) {
      const fault = shape(item, `${path}.${key}`);
      if (fault !== null) return fault;
    }
    return null;
  };

const hash = text(/^[0-9a-f]{64}$/);
const pseudonym = text(/^[0-9a-f]{32}$/);
const instant = text(/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\.\d{3}Z$/);
const preciseInstant = text(/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\.\d{6}Z$/);
const usd = text(/^-?(0|[1-9]\d*)\.\d{6}$/);
const cents = text(/^(0|[1-9]\d*)\.\d{2}$/);
const digits = text(/^(0|[1-9]\d*)$/);

const lane = object({
  title: anyText,
  counts: oneOf("score", "improvement"),
  cap: nullable(usd),
  lastMonth: nullable(object({ from: usd, below: nullable(usd) })),
  prizes: list(cents),
  squads: optional(object({ most: integer, joinMinutes: integer })),
});
const laneResult = object({
  pool: cents,
  awarded: cents,
  leftover: cents,
  players: list(
    object({
      pseudonym,
      rank: integer,
      score: usd,
      prize: cents,
      lastMonth: nullable(usd),
      before: nullable(usd),
      squad: optional(digits),
    }),
  ),
});

const shortClaim: Shape = (value, path) => (value === 7 || value === 14 ? null : `${path} must be 7 or 14`);

const rules = object({
  race: anyText,
  title: anyText,
  startsAt: instant,
  endsAt: instant,
  timeZone: anyText,
  prizes: list(cents),
  growth: optional(object({ share: text(/^0\.\d{1,6}$/), limit: cents })),
  floors: optional(list(cents)),
  lanes: optional(list(lane)),
  tieRule: oneOf("split", "first"),
  minWager: usd,
  sources: nullable(list(anyText)),
  weights: record(text(/^(0|1|0\.\d{1,6})$/)),
  cap: nullable(usd),
  requireLink: flag,
  newcomers: oneOf("ask", "zero", "first_seen"),
  graceMinutes: integer,
  disputeHours: integer,
  claimDays: optional(shortClaim),
  unclaimed: optional(oneOf("roll_over")),
});
const row = { pseudonym, score: usd, entries: integer, entriesHash: hash, adjusted: usd, reachedAt: instant };
const place = nullable(object({ rank: nullable(integer), score: usd, prize: cents }));

const resultDocument = object({
  format: oneOf(RESULT_FORMAT),
  race: anyText,
  version: integer,
  computedAt: instant,
  rules,
  rulesVersion: integer,
  rulesHash: hash,
  rulesHistory: list(object({ version: integer, hash, note: nullable(anyText), at: instant })),
  ledger: object({ era: integer, snapshot: text(/^\d+:\d+:(\d+(,\d+)*)?$/) }),
  counts: object({ players: integer, excluded: integer, entries: integer }),
  totalScore: usd,
  pool: cents,
  awarded: cents,
  leftover: cents,
  players: list(object({ ...row, rank: integer, prize: cents })),
  exclusions: list(object({ ...row, reason: anyText })),
  lanes: optional(list(laneResult)),
  previous: nullable(object({ version: integer, documentHash: hash, reason: anyText })),
  difference: list(object({ pseudonym, before: place, after: place })),
  seal: nullable(
    object({
      number: integer,
      era: integer,
      from: digits,
      to: digits,
      entries: integer,
      entriesHash: hash,
      documents: list(hash),
      previousHash: hash,
      sealedAt: instant,
      hash,
    }),
  ),
  documentHash: hash,
});

const receipt = object({
  format: oneOf(RECEIPT_FORMAT),
  race: anyText,
  version: integer,
  documentHash: hash,
  playerSalt: hash,
  entries: list(
    object({
      source: anyText,
      kind: oneOf("wager", "snapshot", "adjustment"),
      ref: anyText,
      seq: integer,
      revision: digits,
      amount: usd,
      delta: usd,
      counted: usd,
      occurredAt: preciseInstant,
      coversFrom: nullable(preciseInstant),
      category: nullable(anyText),
    }),
  ),
});

/** The first fault of a value's form as a result document, `null` when it has none. */
export function faultOfDocument(value: unknown): string | null {
  return resultDocument(value, "document");
}

/** The first fault of a value's form as a receipt, `null` when it has none. */
export function faultOfReceipt(value: unknown): string | null {
  return receipt(value, "receipt");
}

export function isResultDocument(value: unknown): value is ResultDocument {
  return faultOfDocument(value) === null;
}

export function isReceipt(value: unknown): value is Receipt {
  return faultOfReceipt(value) === null;
}
