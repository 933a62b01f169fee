import { parseDecimal, parseMicroseconds } from "./decimal.js";
import { shareOf } from "./recompute.js";
import type { Receipt, ReceiptEntry, ResultDocument, ResultRules } from "./result-document.js";
import { fromHex, sha256Hex } from "./sha256.js";
import { faultOfReceipt, isReceipt } from "./shapes.js";

export interface ReceiptVerification {
  isGood: boolean;
  pseudonym: string | null;
  /** What does not fit; empty when all does. */
  faults: string[];
}

/**
 * Proves a player's own entries against a result document that has been verified: the salt gives his pseudonym, the
 * entries give their hash, their number and the score.
 */
export async function verifyReceipt(value: unknown, document: ResultDocument): Promise<ReceiptVerification> {
  const fault = faultOfReceipt(value);
  if (fault !== null || !isReceipt(value)) return { isGood: false, pseudonym: null, faults: [fault ?? ""] };
  const pseudonym = await pseudonymOf(value.playerSalt);
  const row = [...document.players, ...document.exclusions].find((player) => player.pseudonym === pseudonym);
  if (row === undefined) return { isGood: false, pseudonym, faults: ["the document has no such player"] };
  const found = [
    ...faultsOfReference(value, document),
    ...value.entries.flatMap((entry, at) =>
      faultsOfEntry(entry, document.rules).map((text) => `entry ${at + 1}: ${text}`),
    ),
    value.entries.length !== row.entries &&
      `it has ${value.entries.length} entries, the document counts ${row.entries}`,
    (await entriesHash(value)) !== row.entriesHash && "the hash of the entries is not the one in the document",
    cappedSum(value.entries, document.rules) !== micro(row.score) && "the entries do not add up to the score",
    sumOf(value.entries.filter(({ kind }) => kind === "adjustment")) !== micro(row.adjusted) &&
      "the adjustments do not add up to the ones shown",
    newest(value.entries) !== row.reachedAt && "the newest entry is not the moment the score was reached",
  ];
  const faults = found.filter((text) => typeof text === "string");
  return { isGood: faults.length === 0, pseudonym, faults };
}

/** First 16 bytes of SHA-256 of `pseudonym` and the salt's 32 bytes, in hex. */
async function pseudonymOf(playerSalt: string): Promise<string> {
  const label = new TextEncoder().encode("pseudonym");
  const salt = fromHex(playerSalt) ?? new Uint8Array();
  const bytes = new Uint8Array(label.length + salt.length);
  bytes.set(label);
  bytes.set(salt, label.length);
  return (await sha256Hex(bytes)).slice(0, 32);
}

/** SHA-256 of the salt in hex and, each after a line feed, the lines of the entries. */
async function entriesHash(receipt: Pick<Receipt, "playerSalt" | "entries">): Promise<string> {
  return sha256Hex([receipt.playerSalt, ...receipt.entries.map(entryLine)].join("\n"));
}

/** Members of an entry joined by tabs: money as whole micro-USD, times as whole microseconds since 1970. */
function entryLine(entry: ReceiptEntry): string {
  return [
    entry.source,
    entry.kind,
    entry.ref,
    entry.seq,
    entry.revision,
    micro(entry.amount),
    micro(entry.delta),
    micro(entry.counted),
    parseMicroseconds(entry.occurredAt) ?? "",
    entry.coversFrom === null ? "" : (parseMicroseconds(entry.coversFrom) ?? ""),
    entry.category ?? "",
  ].join("\t");
}

function micro(text: string): bigint {
  return parseDecimal(text, 6) ?? 0n;
}

function sumOf(entries: readonly ReceiptEntry[]): bigint {
  return entries.reduce((sum, { counted }) => sum + micro(counted), 0n);
}

function cappedSum(entries: readonly ReceiptEntry[], rules: ResultRules): bigint {
  const sum = sumOf(entries);
  const cap = rules.cap === null ? null : micro(rules.cap);
  return cap !== null && sum > cap ? cap : sum;
}

function newest(entries: readonly ReceiptEntry[]): string {
  const latest = entries.reduce((newestYet, { occurredAt }) => (occurredAt > newestYet ? occurredAt : newestYet), "");
  // Ranks compare milliseconds.
  return `${latest.slice(0, 23)}Z`;
}

function faultsOfReference(receipt: Receipt, document: ResultDocument): string[] {
  const isSame =
    receipt.race === document.race &&
    receipt.version === document.version &&
    receipt.documentHash === document.documentHash;
  return isSame ? [] : ["it belongs to another document"];
}

/** Whether the entry counts by the race's rules, and as much as it says. */
function faultsOfEntry(entry: ReceiptEntry, rules: ResultRules): string[] {
  const at = parseMicroseconds(entry.occurredAt) ?? 0n;
  const start = BigInt(Date.parse(rules.startsAt)) * 1000n;
  const end = BigInt(Date.parse(rules.endsAt)) * 1000n;
  const isInside = entry.kind === "snapshot" ? start < at && at <= end : start <= at && at < end;
  // Own members only: a category may be called "constructor".
  const isWeighted = entry.category !== null && Object.hasOwn(rules.weights, entry.category);
  const share = isWeighted ? rules.weights[entry.category ?? ""] : undefined;
  const [amount, delta] = [micro(entry.amount), micro(entry.delta)];
  const counted = share === undefined ? delta : shareOf(amount, share) - shareOf(amount - delta, share);
  const faults = [
    !isInside && "it lies outside the race",
    rules.sources !== null && !rules.sources.includes(entry.source) && "its source does not count in the race",
    entry.coversFrom !== null && entry.kind !== "snapshot" && "only totals cover an interval",
    entry.kind === "snapshot" &&
      entry.coversFrom === null &&
      rules.newcomers === "first_seen" &&
      "an opening total does not count",
    counted !== micro(entry.counted) && "it does not count for as much as it says",
  ];
  return faults.filter((text) => typeof text === "string");
}
