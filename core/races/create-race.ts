import { randomInt } from "node:crypto";
import { inArray } from "drizzle-orm";
import { raceEvents, racePrizes, races, raceSources, raceWeights } from "../../db/schema/races.js";
import { sources } from "../../db/schema/sources.js";
import { brand } from "../../wire/brand.js";
import type { RaceId, SourceId } from "../../wire/ids.js";
import { microUsd, parseMicroUsd, type Cents, type MicroUsd } from "../../wire/money.js";
import type { CreateRace } from "../../wire/race.js";
import type { CoreContext } from "../context.js";
import { InvalidInputError, type InputIssue } from "../errors.js";
import { parsePrizeTable } from "../prizes/prize-table.js";
import { isTimeZone } from "../time/time-zone.js";
import { advanceRace } from "./advance-races.js";
import { parseWeight } from "./race-rules.js";

const ID_ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZabcdefghjkmnpqrstvwxyz";
/** Half a minute past the end of events, 15 minutes for late deliveries (design.md, "Time"). */
const EVENT_GRACE_MINUTES = 15;
/** Polled sources need 2 hours and 3 good polls. */
const TOTALS_GRACE_MINUTES = 120;
const DISPUTE_HOURS = 24;

type Deps = Pick<CoreContext, "db" | "pool" | "timeZone">;

/**
 * Creates a race; it goes live at once when its start has come. Everything is checked before anything is written.
 * @param actor who did it, as the audit names him
 * @throws InvalidInputError with every problem found
 */
export async function createRace(context: Deps, input: CreateRace, actor: string): Promise<RaceId> {
  const checked = checkInput(input, context.timeZone);
  const counted = await findSources(context, input.sources);
  const id = newRaceId();
  await context.db.transaction(async (tx) => {
    await tx.insert(races).values({
      id,
      title: input.title,
      status: "scheduled",
      startsAt: checked.startsAt,
      endsAt: checked.endsAt,
      timeZone: checked.timeZone,
      tieRule: input.tieRule ?? "split",
      minWager: checked.minWager,
      cap: checked.cap,
      requireLink: input.requireLink ?? false,
      newcomers: input.newcomers ?? "ask",
      graceMinutes:
        input.graceMinutes ??
        (counted.some(({ mode }) => mode === "totals") ? TOTALS_GRACE_MINUTES : EVENT_GRACE_MINUTES),
      disputeHours: input.disputeHours ?? DISPUTE_HOURS,
    });
    await tx.insert(racePrizes).values(checked.prizes.map((prize, at) => ({ raceId: id, rank: at + 1, prize })));
    if (input.sources !== undefined) {
      await tx.insert(raceSources).values(counted.map((source) => ({ raceId: id, sourceId: source.id })));
    }
    const weights = Object.entries(input.weights ?? {});
    if (weights.length > 0) {
      await tx
        .insert(raceWeights)
        .values(weights.map(([category, share]) => ({ raceId: id, category, weight: parseWeight(share) })));
    }
    await tx.insert(raceEvents).values({ raceId: id, event: "created", actor });
  });
  await advanceRace(context, id);
  return id;
}

interface CheckedInput {
  startsAt: Date;
  endsAt: Date;
  timeZone: string;
  prizes: Cents[];
  minWager: MicroUsd;
  cap: MicroUsd | null;
}

function checkInput(input: CreateRace, operatorZone: string): CheckedInput {
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
  if (issues.length > 0) throw new InvalidInputError("The race cannot be created like this.", issues);
  return { startsAt, endsAt, timeZone, prizes, minWager: minWager ?? microUsd(0n), cap: cap ?? null };
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
  { db }: Deps,
  slugs: readonly string[] | undefined,
): Promise<{ id: SourceId; mode: "events" | "totals" }[]> {
  const found = await db
    .select({ id: sources.id, slug: sources.slug, mode: sources.mode })
    .from(sources)
    .where(slugs === undefined ? undefined : inArray(sources.slug, [...slugs]));
  const known = new Set(found.map((source) => source.slug));
  const issues = (slugs ?? []).flatMap((slug, at) =>
    known.has(slug) ? [] : [{ path: `sources.${at}`, message: `there is no source "${slug}"` }],
  );
  if (issues.length > 0) throw new InvalidInputError("The race names sources that do not exist.", issues);
  return found;
}

function newRaceId(): RaceId {
  const letters = Array.from({ length: 10 }, () => ID_ALPHABET[randomInt(ID_ALPHABET.length)]);
  return brand<RaceId>(letters.join(""));
}
