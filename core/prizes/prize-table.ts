import { cents, parseCents, type Cents } from "../../wire/money.js";
import { InvalidInputError, type InputIssue } from "../errors.js";

/**
 * Reads a prize table as people write it: prize of rank 1, 2, 3 … in USD.
 * @throws InvalidInputError when an amount is not money, the first prize is 0, or a worse rank is paid more
 */
export function parsePrizeTable(amounts: readonly string[]): Cents[] {
  const issues: InputIssue[] = [];
  const table = amounts.map((text, at) => {
    const prize = parseCents(text);
    if (prize === undefined) issues.push({ path: `prizes.${at}`, message: "must be USD with at most 2 decimals" });
    return prize ?? cents(0n);
  });
  for (const [at, prize] of table.entries()) {
    const better = table[at - 1];
    if (better !== undefined && prize > better) {
      issues.push({ path: `prizes.${at}`, message: `rank ${at + 1} is paid more than rank ${at}` });
    }
  }
  if (issues.length === 0 && (table[0] ?? 0n) === 0n) issues.push({ path: "prizes.0", message: "must be more than 0" });
  if (issues.length > 0) throw new InvalidInputError("The prize table cannot be used.", issues);
  return table;
}

/** Sum of a prize table. */
export function prizePool(table: readonly Cents[]): Cents {
  return cents(table.reduce((sum, prize) => sum + prize, 0n));
}
