import type { Pool, PoolClient } from "pg";
import { sourceId, type SourceId } from "../../wire/ids.js";
import { microUsd, parseMicroUsd, type MicroUsd } from "../../wire/money.js";
import type { CreateRace } from "../../wire/admin-races.js";
import type { ClaimDays, UnclaimedRule } from "../../wire/race.js";
import { InvalidInputError, type InputIssue } from "../errors.js";
import { checkFloors, checkGrowth } from "../prizes/check-scheme.js";
import type { PrizeScheme } from "../prizes/prize-scheme.js";
import { parseShare } from "../prizes/parse-share.js";
import { parsePrizeTable } from "../prizes/prize-table.js";
import { checkLanes, type RaceLane } from "./race-lanes.js";
import { CLAIM_DAYS, UNCLAIMED } from "./race-rules.js";
import { isTimeZone } from "../time/time-zone.js";

/** Half a minute past the end of events, 15 minutes for late deliveries. */
const EVENT_GRACE_MINUTES = 15;
/** Polled sources need 2 hours and 3 good polls. */
const TOTALS_GRACE_MINUTES = 120;
const DISPUTE_HOURS = 24;

/** A race as asked for, every field understood and every default filled in. */
export interface CheckedRace extends PrizeScheme {
  title: string;
  startsAt: Date;
  endsAt: Date;
  timeZone: string;
  lanes: RaceLane[];
  tieRule: "split" | "first";
  minWager: MicroUsd;
  cap: MicroUsd | null;
  requireLink: boolean;
  newcomers: "ask" | "zero" | "first_seen";
  graceMinutes: number;
  disputeHours: number;
  claimDays: ClaimDays;
  unclaimed: UnclaimedRule;
  /** Null counts all sources. */
  sources: SourceId[] | null;
  /** Share in millionths per category. */
  weights: Map<string, number>;
}

/**
 * Understands a race as people ask for it.
 * @param operatorZone zone of a race that names none
 * @throws InvalidInputError with every problem found
 */
export async function checkRace(
  client: Pool | PoolClient,
  input: CreateRace,
  operatorZone: string,
): Promise<CheckedRace> {
  const plain = checkFields(input, operatorZone);
  const counted = await findSources(client, input.sources);
  const hasTotals = counted.some(({ mode }) => mode === "totals");
  return {
    ...plain,
    title: input.title,
    tieRule: input.tieRule ?? "split",
    requireLink: input.requireLink ?? false,
    newcomers: input.newcomers ?? "ask",
    graceMinutes: input.graceMinutes ?? (hasTotals ? TOTALS_GRACE_MINUTES : EVENT_GRACE_MINUTES),
    disputeHours: input.disputeHours ?? DISPUTE_HOURS,
    claimDays: input.claimDays ?? CLAIM_DAYS,
    unclaimed: input.unclaimed ?? UNCLAIMED,
    sources: input.sources === undefined ? null : counted.map(({ id }) => id),
    weights: new Map(Object.entries(input.weights ?? {}).map(([category, share]) => [category, parseShare(share)])),
  };
}

function checkFields(input: CreateRace, operatorZone: string) {
  const issues: InputIssue[] = [];
  const startsAt = new Date(input.startsAt);
  const endsAt = new Date(input.endsAt);
  if (startsAt >= endsAt) issues.push({ path: "endsAt", message: "must be after startsAt" });
  const timeZone = input.timeZone ?? operatorZone;
  if (!isTimeZone(timeZone))
    issues.push({ path: "timeZone", message: "must be an IANA time zone such as Europe/Berlin" });
  const minWager = parseMicroUsd(input.minWager ?? "0");
  if (minWager === undefined) issues.push({ path: "minWager", message: "must be USD with at most 6 decimals" });
  const cap = input.cap === undefined ? null : parseMicroUsd(input.cap);
  if (cap === undefined || cap === 0n)
    issues.push({ path: "cap", message: "must be more than 0 USD, at most 6 decimals" });
  const prizes = collectIssues(issues, () => parsePrizeTable(input.prizes)) ?? [];
  const growth = checkGrowth(input.growth ?? null, prizes, issues);
  const floors = checkFloors(input.floors ?? [], prizes, issues);
  const lanes = collectIssues(issues, () => checkLanes(input.lanes ?? [], { startsAt, endsAt })) ?? [];
  if (issues.length > 0) throw new InvalidInputError("The race cannot be like this.", issues);
  return {
    startsAt,
    endsAt,
    timeZone,
    prizes,
    growth,
    floors,
    lanes,
    minWager: minWager ?? microUsd(0n),
    cap: cap ?? null,
  };
}

function collectIssues<Result>(issues: InputIssue[], check: () => Result): Result | undefined {
  try {
    return check();
  } catch (error) {
    if (!(error instanceof InvalidInputError)) throw error;
    issues.push(...error.issues);
    return undefined;
  }
}

async function findSources(
  client: Pool | PoolClient,
  slugs: readonly string[] | undefined,
): Promise<{ id: SourceId; mode: "events" | "totals" }[]> {
  const { rows } = await client.query<{ id: number; slug: string; mode: "events" | "totals" }>(
    `select id, slug, mode from sources where ($1::text[] is null and removed_at is null) or slug = any($1) order by id`,
    [slugs ?? null],
  );
  const known = new Set(rows.map(({ slug }) => slug));
  const issues = (slugs ?? []).flatMap((slug, at) =>
    known.has(slug) ? [] : [{ path: `sources.${at}`, message: `there is no source "${slug}"` }],
  );
  if (issues.length > 0) throw new InvalidInputError("The race names sources that do not exist.", issues);
  return rows.map(({ id, mode }) => ({ id: sourceId(id), mode }));
}
