import type { ResultDocument, ResultExclusion, ResultPlayer } from "../../../../proof/result-document.js";
import { verifyReceipt, type ReceiptVerification } from "../../../../proof/verify-receipt.js";
import { verifyResult, type Verification } from "../../../../proof/verify-result.js";
import { findDifference, type Difference } from "./find-difference.js";

export interface Published {
  text: string;
  document: ResultDocument;
}

/** `other`: of another race or version. `reformatted`: the same words in other spacing or order. */
export type Comparison = "same" | "reformatted" | "other" | Difference;

export type Inspection =
  | { kind: "unreadable" }
  | { kind: "result"; verification: Verification; comparison: Comparison | undefined }
  | { kind: "receipt"; receipt: ReceiptVerification; row: ResultPlayer | ResultExclusion | undefined; entries: number };

function parse(text: string): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === "object" && value !== null ? { ...value } : undefined;
  } catch {
    // Said as "neither a result file nor a receipt".
    return undefined;
  }
}

function compare(text: string, given: Record<string, unknown>, published: Published): Comparison {
  const { document } = published;
  if (given["race"] !== document.race || given["version"] !== document.version) return "other";
  if (text.trimEnd() === published.text.trimEnd()) return "same";
  return findDifference(document, given) ?? "reformatted";
}

async function inspectReceipt(value: Record<string, unknown>, document: ResultDocument): Promise<Inspection> {
  const receipt = await verifyReceipt(value, document);
  const row = [...document.players, ...document.exclusions].find(({ pseudonym }) => pseudonym === receipt.pseudonym);
  const entries = Array.isArray(value["entries"]) ? value["entries"].length : 0;
  return { kind: "receipt", receipt, row, entries };
}

/**
 * Checks a file somebody holds: a result by itself and against the published one, a receipt against the published one.
 * @param published the verified document of the race, when there is one
 */
export async function inspectFile(text: string, published: Published | undefined): Promise<Inspection> {
  const value = parse(text);
  const format = typeof value?.["format"] === "string" ? value["format"] : "";
  if (value !== undefined && format.startsWith("goatedvips.receipt/") && published !== undefined) {
    return inspectReceipt(value, published.document);
  }
  if (value === undefined || !format.startsWith("goatedvips.result/")) return { kind: "unreadable" };
  const verification = await verifyResult(text);
  return {
    kind: "result",
    verification,
    comparison: published === undefined ? undefined : compare(text, value, published),
  };
}
