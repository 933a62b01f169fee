import type { CreateRace } from "../../wire/admin-races.js";
import { cents, parseCents, type Cents } from "../../wire/money.js";
import type { InputIssue } from "../errors.js";
import { parseShare } from "./parse-share.js";
import type { PrizeScheme } from "./prize-scheme.js";
import { prizePool } from "./prize-table.js";

/** Reads how a pool grows; what is wrong is added to the issues. */
export function checkGrowth(
  growth: NonNullable<CreateRace["growth"]> | null,
  prizes: readonly Cents[],
  issues: InputIssue[],
): PrizeScheme["growth"] {
  if (growth === null) return null;
  const share = parseShare(growth.share);
  if (share === 0) issues.push({ path: "growth.share", message: "must be more than 0" });
  const limit = parseCents(growth.limit) ?? cents(0n);
  if (limit <= prizePool(prizes))
    issues.push({ path: "growth.limit", message: "must be more than the prizes add up to: the pool starts with them" });
  return { share, limit };
}

/** Reads the scores that ranks ask for; ranks beyond the list ask for nothing. */
export function checkFloors(
  amounts: readonly string[],
  prizes: readonly Cents[],
  issues: InputIssue[],
): PrizeScheme["floors"] {
  const floors = amounts.map((text) => parseCents(text) ?? cents(0n));
  if (floors.length > prizes.length) issues.push({ path: "floors", message: "has more ranks than the prizes" });
  for (const [at, floor] of floors.entries()) {
    const better = floors[at - 1];
    if (better !== undefined && floor > better)
      issues.push({ path: `floors.${at}`, message: `rank ${at + 1} asks for more than rank ${at}` });
  }
  const asking = floors.filter((floor) => floor > 0n);
  return asking.length === 0 ? null : asking;
}
