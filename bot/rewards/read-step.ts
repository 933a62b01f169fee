import type { MilestoneInput } from "../../core/rewards/milestones.js";
import type { MilestonePeriod } from "../../wire/rewards.js";

const PERIODS: ReadonlyMap<string, MilestonePeriod> = new Map([
  ["day", "day"],
  ["tag", "day"],
  ["week", "week"],
  ["woche", "week"],
  ["month", "month"],
  ["monat", "month"],
]);
const STEP =
  /^(?<period>[a-zä]+) (?<threshold>\d+(?:\.\d+)?)(?: (?:every|alle) (?<every>\d+(?:\.\d+)?))? (?<prize>\d+(?:\.\d+)?)$/;

/** Reads a step as an administrator writes it: `month 10000 10`, `Monat 150,000 alle 50,000 $50`. */
export function readStep(text: string): MilestoneInput | undefined {
  const plain = text.trim().toLowerCase().replaceAll(/[$,]/g, "").replaceAll(/\s+/g, " ");
  const fields = STEP.exec(plain)?.groups;
  const period = PERIODS.get(fields?.["period"] ?? "");
  const { threshold, every, prize } = fields ?? {};
  if (period === undefined || threshold === undefined || prize === undefined) return undefined;
  return { period, threshold, every, prize };
}

/** Reads a ladder, one level a line: a name, and the amount as its last word. */
export function readLadder(text: string): { name: string; from: string }[] | undefined {
  const levels = text
    .trim()
    .split("\n")
    .map((line) => /^(?<name>.+?)\s+\$?(?<from>[\d,]+(?:\.\d+)?)$/.exec(line.trim())?.groups);
  const read = levels.flatMap((level) => {
    const { name, from } = level ?? {};
    return name === undefined || from === undefined ? [] : [{ name, from: from.replaceAll(",", "") }];
  });
  return read.length === levels.length ? read : undefined;
}
