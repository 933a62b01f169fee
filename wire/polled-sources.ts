import * as z from "zod/mini";
import { instantText, wagerAmount } from "./scalars.js";

/** Casinos that are asked for their totals, and the one whose list a person uploads. */
export const sourceAdapter = z.enum(["goated", "rainbet", "roobet", "stake-csv"]);
export type SourceAdapter = z.infer<typeof sourceAdapter>;

export const wagerMetric = z.enum(["raw", "weighted"]);
export type WagerMetric = z.infer<typeof wagerMetric>;

/** Why a source gave no answer that can be used. */
export const pollFailure = z.enum(["auth", "rate-limited", "unavailable", "bad-shape", "bad-request"]);
export type PollFailure = z.infer<typeof pollFailure>;

export const holdReason = z.enum(["no_rows", "few_rows", "total_fell", "total_jumped", "checksum"]);
export type HoldReason = z.infer<typeof holdReason>;

export const findingKind = z.enum([
  "counter_frozen",
  "counter_contradicts",
  "totals_fell",
  "late_joiner",
  "rows_missing",
  "revalued",
  "slow",
]);
export type FindingKind = z.infer<typeof findingKind>;

/** Numbers as text, by name: amounts in USD with 6 decimals, counts, seconds, instants. */
const figures = z.record(z.string(), z.string());

export const sourcePoll = z
  .object({
    at: instantText,
    purpose: z.enum(["poll", "test", "window", "upload"]),
    outcome: z.enum(["good", "held", "failed"]),
    /** Of a failure its kind, of a held snapshot why. */
    kind: z.nullable(z.string()),
    detail: z.nullable(z.string()),
    latencyMs: z.nullable(z.int()),
    bytes: z.nullable(z.int()),
    rows: z.nullable(z.int()),
    added: z.nullable(z.int()),
    changed: z.nullable(z.int()),
    refused: z.nullable(z.int()),
  })
  .register(z.globalRegistry, { id: "SourcePoll" });
export type SourcePoll = z.infer<typeof sourcePoll>;

export const heldSnapshot = z
  .object({
    id: z.string(),
    reason: holdReason,
    /** Since when, and how often, the source has answered like this. */
    firstAt: instantText,
    at: instantText,
    times: z.int(),
    figures,
  })
  .register(z.globalRegistry, { id: "HeldSnapshot" });
export type HeldSnapshot = z.infer<typeof heldSnapshot>;

const sourceFinding = z
  .object({
    kind: findingKind,
    /** The field of the source's answer it is about; empty for all of it. */
    field: z.string(),
    /** True when races of the source do not settle by themselves because of it. */
    blocking: z.boolean(),
    since: instantText,
    seenAt: instantText,
    figures,
  })
  .register(z.globalRegistry, { id: "SourceFinding" });
export type SourceFinding = z.infer<typeof sourceFinding>;

/** `GET /api/v1/admin/sources/:slug/polling`: how a source is asked, and how that goes. */
export const polledSource = z
  .object({
    slug: z.string(),
    adapter: sourceAdapter,
    baseUrl: z.nullable(z.string()),
    /** What the operator is called there: a referral code, an affiliate id. */
    account: z.nullable(z.string()),
    metric: wagerMetric,
    intervalSeconds: z.int(),
    /** Below this the adapter does not ask, whatever the interval. */
    leastIntervalSeconds: z.int(),
    countedFrom: z.nullable(instantText),
    hasCredential: z.boolean(),
    credentialSetAt: z.nullable(instantText),
    state: z.enum(["waiting", "ok", "failing", "auth_expired", "held", "paused", "uploads"]),
    failures: z.int(),
    failureKind: z.nullable(z.string()),
    failureDetail: z.nullable(z.string()),
    failingSince: z.nullable(instantText),
    nextPollAt: z.nullable(instantText),
    /** Of the newest good snapshot. */
    rows: z.nullable(z.int()),
    total: z.nullable(wagerAmount),
    /** Median of the newest 20 answers. */
    latencyMs: z.nullable(z.int()),
    /** Good answers of the newest 100, in per cent. */
    successPercent: z.nullable(z.int()),
    findings: z.array(sourceFinding),
    held: z.nullable(heldSnapshot),
    /** The newest 20, newest first. */
    polls: z.array(sourcePoll),
  })
  .register(z.globalRegistry, { id: "PolledSource" });
export type PolledSource = z.infer<typeof polledSource>;

const baseUrl = z.string().check(z.trim(), z.maxLength(300));
const account = z.string().check(z.trim(), z.minLength(1), z.maxLength(200));
const credential = z.string().check(z.trim(), z.minLength(1), z.maxLength(4_096));
const intervalSeconds = z.int().check(z.gte(30), z.lte(86_400));

/** Body of `POST /api/v1/admin/sources/polled`. */
export const newPolledSource = z
  .strictObject({
    slug: z.string(),
    name: z.string(),
    adapter: sourceAdapter,
    /** The casino's usual address when left out. */
    baseUrl: z.optional(baseUrl),
    account: z.optional(account),
    /** Written and never shown again. */
    credential: z.optional(credential),
    metric: z.optional(wagerMetric),
    intervalSeconds: z.optional(intervalSeconds),
    /** Where the totals of a source begin that is asked for ranges; now when left out. */
    countedFrom: z.optional(instantText),
  })
  .register(z.globalRegistry, { id: "CreatePolledSource" });
export type NewPolledSource = z.infer<typeof newPolledSource>;

/** Body of `PATCH /api/v1/admin/sources/:slug/polling`: what is left out stays. */
export const changePolledSource = z
  .strictObject({
    /** Another host takes the credential with it only when it is given again. */
    baseUrl: z.optional(baseUrl),
    account: z.optional(account),
    /** `null` forgets it. */
    credential: z.optional(z.nullable(credential)),
    intervalSeconds: z.optional(intervalSeconds),
    paused: z.optional(z.boolean()),
  })
  .check(z.refine((change) => Object.keys(change).length > 0, { error: "name at least one field to change" }))
  .register(z.globalRegistry, { id: "ChangePolledSource" });
export type ChangePolledSource = z.infer<typeof changePolledSource>;

/** Answer of `POST …/polling/test` and `…/polling/now`: the worker does it, and the newest of `polls` says how it went. */
export const orderedPoll = z.object({ dueAt: instantText }).register(z.globalRegistry, { id: "OrderedPoll" });

/** Answer of `POST …/held/:id/accept` and `…/drop`. */
export const decidedSnapshot = z
  .object({ id: z.string(), state: z.enum(["accepted", "dropped"]), changed: z.int() })
  .register(z.globalRegistry, { id: "DecidedSnapshot" });

export const MAX_UPLOAD_CHARACTERS = 4_000_000;

/** Body of `POST /api/v1/admin/sources/:slug/upload`. */
export const uploadTotals = z
  .strictObject({
    /** Columns `username` and `wager`, in any order, among any others. */
    csv: z.string().check(z.maxLength(MAX_UPLOAD_CHARACTERS)),
    /** Tells the difference and writes nothing. */
    dryRun: z.boolean(),
    /** When the casino made the list; now when left out. */
    asOf: z.optional(instantText),
  })
  .register(z.globalRegistry, { id: "UploadTotals" });

export const uploadDifference = z
  .object({
    applied: z.boolean(),
    rows: z.int(),
    added: z.int(),
    changed: z.int(),
    unchanged: z.int(),
    /** Known players whom the list does not name; they keep their totals. */
    missing: z.int(),
    /** Sum of all differences of known players. */
    difference: wagerAmount,
    /** The largest changes first, at most 100. */
    rowsChanged: z.array(
      z.object({ player: z.string(), before: z.nullable(wagerAmount), after: wagerAmount, difference: wagerAmount }),
    ),
    /** Why it would be held back, if it would. */
    doubt: z.nullable(z.object({ reason: holdReason, figures })),
  })
  .register(z.globalRegistry, { id: "UploadDifference" });
export type UploadDifference = z.infer<typeof uploadDifference>;
