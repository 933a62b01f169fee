import { parseCents, parseMicroUsd, type Cents, type MicroUsd } from "../../wire/money.js";
import { InvalidInputError, type InputIssue } from "../errors.js";

/** Most claims of one drop. */
const MAX_CLAIMS = 10_000;
const MAX_CODE_LENGTH = 100;
const DEFAULT_DAYS = 30;

/** A drop as people write it; amounts in USD. */
export interface DropInput {
  title: string;
  /** What each claim is worth, paid like every prize. Either this or `codes`. */
  amount?: string | undefined;
  /** How many claims of the amount. */
  claims?: number | undefined;
  /** The casino's codes, one a claim; `CODE x 20` stands for one code that twenty people may use. */
  codes?: readonly string[] | undefined;
  /** What people type to claim; without it a button in groups and in the app. */
  word?: string | undefined;
  /** Least volume in the last `minWagerDays`. */
  minWager?: string | undefined;
  minWagerDays?: number | undefined;
  opensAt?: Date | undefined;
  expiresAt: Date;
}

/** A drop that can be made. */
export interface NewDrop {
  title: string;
  amount: Cents | null;
  claims: number;
  codes: string[];
  word: string | null;
  minWager: MicroUsd;
  minWagerDays: number;
  opensAt: Date;
  expiresAt: Date;
}

/** A word as it is compared: people type it in any case and with blanks around. */
export function plainWord(word: string): string {
  return word.trim().toLowerCase();
}

/** Writes out lines of codes: `CODE x 3` is three claims of the same code. */
export function writeOutCodes(lines: readonly string[]): string[] {
  return lines
    .map((line) => line.trim())
    .filter((line) => line !== "")
    .flatMap((line) => {
      const { code = line, times = "1" } = /^(?<code>\S.*?) +x *(?<times>\d{1,5})$/i.exec(line)?.groups ?? {};
      return Array.from({ length: Math.min(Number(times), MAX_CLAIMS + 1) }, () => code);
    });
}

/** Checks a drop. @throws InvalidInputError naming every fault */
export function parseDrop(input: DropInput, now: Date): NewDrop {
  const issues: InputIssue[] = [];
  const fail = (path: string, message: string): undefined => void issues.push({ path, message });
  const title = input.title.trim();
  if (title.length < 1 || title.length > 100) fail("title", "must have 1 to 100 characters");
  const codes = writeOutCodes(input.codes ?? []);
  if (codes.some((code) => code.length > MAX_CODE_LENGTH)) fail("codes", "a code has at most 100 characters");
  if ((input.amount === undefined) === (codes.length === 0)) fail("amount", "give either an amount or codes");
  const amount = input.amount === undefined ? null : parseCents(input.amount);
  if (amount === undefined || amount === 0n) fail("amount", "must be above 0 USD with at most 2 decimals");
  const claims = codes.length > 0 ? codes.length : (input.claims ?? 1);
  if (!Number.isInteger(claims) || claims < 1 || claims > MAX_CLAIMS) fail("claims", "must be 1 to 10000");
  const word = input.word === undefined ? null : plainWord(input.word);
  if (word !== null && !/^[a-z0-9-]{4,40}$/.test(word)) {
    fail("word", "must have 4 to 40 letters, digits or hyphens");
  }
  const minWager = parseMicroUsd(input.minWager ?? "0");
  if (minWager === undefined) fail("minWager", "must be USD with at most 6 decimals");
  const minWagerDays = input.minWagerDays ?? DEFAULT_DAYS;
  if (!Number.isInteger(minWagerDays) || minWagerDays < 1 || minWagerDays > 365)
    fail("minWagerDays", "must be 1 to 365");
  const opensAt = input.opensAt ?? now;
  if (input.expiresAt <= opensAt || input.expiresAt <= now)
    fail("expiresAt", "must be later than now and than opensAt");
  if (amount === undefined || minWager === undefined || issues.length > 0) {
    throw new InvalidInputError("The drop cannot be made.", issues);
  }
  return { title, amount, claims, codes, word, minWager, minWagerDays, opensAt, expiresAt: input.expiresAt };
}
