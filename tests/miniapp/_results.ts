import { readFileSync } from "node:fs";
import { join } from "node:path";
import { projectRoot } from "../../project-root.js";
import type { FakeOptions } from "./_fake-api.js";

/** The documented example: two versions, three players, one of them with a corrected wager. */
export const RESULT = readFileSync(join(projectRoot, "docs/result-v1.example.jcs"), "utf8");
export const RECEIPT: unknown = JSON.parse(
  readFileSync(join(projectRoot, "docs/result-v1.example-receipt.json"), "utf8"),
);

/** A race whose result is the example. */
export const withResult: FakeOptions = {
  players: 3,
  race: { id: "sGGztQrqRP", title: "November Sprint", status: "final" },
  result: RESULT,
};

/** The example after somebody has changed one digit of a score. */
export function withChangedDigit(): string {
  const changed = RESULT.replace(/"score":"(\d)/, (_all, digit: string) => `"score":"${(Number(digit) + 1) % 10}`);
  if (changed === RESULT) throw new Error("the example has no score");
  return changed;
}
