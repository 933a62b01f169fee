import { createHash } from "node:crypto";
import { canonicalJson, type CanonicalValue } from "../../proof/canonical-json.js";
import type { RaceId } from "../../wire/ids.js";
import { formatCents, formatMicroUsd, type MicroUsd } from "../../wire/money.js";
import { laneText, type RaceLane } from "./race-lanes.js";
import type { ClaimDays, NewcomerPolicy, TieRule, UnclaimedRule } from "../../wire/race.js";
import type { PrizeScheme } from "../prizes/prize-scheme.js";

/** Rules that a race has where nothing is said. */
export const CLAIM_DAYS = 30;
export const UNCLAIMED = "return";

/** Everything that decides a race's outcome, beside the ledger. */
export interface RaceRules extends PrizeScheme {
  id: RaceId;
  title: string;
  startsAt: Date;
  endsAt: Date;
  timeZone: string;
  lanes: readonly RaceLane[];
  tieRule: TieRule;
  minWager: MicroUsd;
  /** Slugs, sorted; null counts all sources. */
  sources: readonly string[] | null;
  /** Share in millionths per game category. */
  weights: ReadonlyMap<string, number>;
  cap: MicroUsd | null;
  requireLink: boolean;
  newcomers: NewcomerPolicy;
  graceMinutes: number;
  disputeHours: number;
  claimDays: ClaimDays;
  unclaimed: UnclaimedRule;
}

/** How long prizes wait and what becomes of them then, as far as it is said. */
export function claimRulesText({ claimDays, unclaimed }: Pick<RaceRules, "claimDays" | "unclaimed">) {
  return { ...(claimDays !== CLAIM_DAYS && { claimDays }), ...(unclaimed !== UNCLAIMED && { unclaimed }) };
}

/** Wire form of a share: `500000` millionths are `"0.5"`. */
export function formatWeight(millionths: number): string {
  if (millionths === 1_000_000) return "1";
  const digits = millionths.toString().padStart(6, "0").replace(/0+$/, "");
  return digits === "" ? "0" : `0.${digits}`;
}

function laneCanonical(lane: RaceLane): CanonicalValue {
  const { lastMonth, squads, ...rest } = laneText(lane);
  return {
    ...rest,
    lastMonth: lastMonth === null ? null : { ...lastMonth },
    ...(squads !== undefined && { squads: { ...squads } }),
  };
}

/** The rules as canonical JSON (RFC 8785): what is frozen and hashed at the start, and stands in the result document. */
export function canonicalRules(rules: RaceRules): string {
  return canonicalJson({
    race: rules.id,
    title: rules.title,
    startsAt: rules.startsAt.toISOString(),
    endsAt: rules.endsAt.toISOString(),
    timeZone: rules.timeZone,
    prizes: rules.prizes.map(formatCents),
    // Members of their own only where they are used: the hashes of all other races stay what they were.
    ...(rules.growth === null
      ? {}
      : { growth: { share: formatWeight(rules.growth.share), limit: formatCents(rules.growth.limit) } }),
    ...(rules.floors === null ? {} : { floors: rules.floors.map(formatCents) }),
    tieRule: rules.tieRule,
    minWager: formatMicroUsd(rules.minWager),
    sources: rules.sources,
    weights: Object.fromEntries([...rules.weights].map(([category, weight]) => [category, formatWeight(weight)])),
    cap: rules.cap === null ? null : formatMicroUsd(rules.cap),
    requireLink: rules.requireLink,
    newcomers: rules.newcomers,
    graceMinutes: rules.graceMinutes,
    disputeHours: rules.disputeHours,
    // Left out without any, so that the rules of such a race have the hash they always had.
    ...(rules.lanes.length > 0 && { lanes: rules.lanes.map(laneCanonical) }),
    ...claimRulesText(rules),
  });
}

export function rulesHash(rules: RaceRules): Buffer {
  return createHash("sha256").update(canonicalRules(rules)).digest();
}
