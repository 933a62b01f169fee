import { createHash } from "node:crypto";
import { externalId } from "../../wire/webhook-events.js";
import { MAX_MICRO_USD } from "../../wire/money.js";
import { InvalidInputError, type InputIssue } from "../errors.js";
import { splitCsv } from "../split-csv.js";
import { roundTotal } from "../ledger/total-rounding.js";
import { plainDecimal } from "./exact-decimal.js";
import type { Reading, SourceRow } from "./reading.js";

/** Names of the two columns, as casinos write them. */
const NAME_COLUMNS = new Set(["username", "user", "name", "player"]);
const WAGER_COLUMNS = new Set(["wager", "wagered", "total wager", "total wagered", "wager (usd)", "wagered (usd)"]);
const MAX_ISSUES = 20;

/**
 * Reads a list of totals that a person exported from a casino: a line of titles, then one line a player. The name is
 * the only key, so it is taken letter by letter. Amounts may have a dollar sign and commas between thousands.
 * @throws InvalidInputError with the lines that cannot be read; half a list is worse than none
 */
export function readUpload(csv: string, at: { now: Date; asOf: Date | undefined }): Reading {
  const lines = splitCsv(csv);
  const titles = (lines[0] ?? []).map((title) => title.trim().toLowerCase());
  const nameAt = titles.findIndex((title) => NAME_COLUMNS.has(title));
  const wagerAt = titles.findIndex((title) => WAGER_COLUMNS.has(title));
  const issues: InputIssue[] = [];
  if (nameAt === -1) issues.push({ path: "csv.1", message: 'there is no column "username"' });
  if (wagerAt === -1) issues.push({ path: "csv.1", message: 'there is no column "wager"' });
  const seen = new Set<string>();
  const rows = (issues.length > 0 ? [] : lines.slice(1)).flatMap((cells, index): SourceRow[] => {
    const row = readRow(cells[nameAt] ?? "", cells[wagerAt] ?? "", seen);
    if (typeof row !== "string") return [row];
    issues.push({ path: `csv.${index + 2}`, message: row });
    return [];
  });
  if (issues.length > 0) throw new InvalidInputError("The list cannot be read.", issues.slice(0, MAX_ISSUES));
  const rawHash = createHash("sha256").update(csv).digest("hex");
  const times = { requestedAt: at.asOf ?? at.now, receivedAt: at.asOf ?? at.now };
  return { ...times, rows, rawHash, rawBytes: Buffer.byteLength(csv) };
}

/** @returns a row, or why it is none */
function readRow(name: string, wager: string, seen: Set<string>): SourceRow | string {
  const id = externalId.safeParse(name.trim());
  if (!id.success) return "has no name that can be used";
  if (seen.has(id.data)) return "names a player for the second time";
  seen.add(id.data);
  const digits = wager.trim().replace(/^\$/, "");
  const amount = plainDecimal(/^\d{1,3}(,\d{3})+(\.\d+)?$/.test(digits) ? digits.replaceAll(",", "") : digits);
  if (amount === undefined || roundTotal(amount) > MAX_MICRO_USD) return "has no amount that can be used";
  return { externalId: id.data, displayName: id.data, amount };
}
