import type { ParseArgsConfig } from "node:util";
import type { CoreContext } from "../core/context.js";
import type { Config } from "../config.js";

export type OptionValues = Readonly<Record<string, string | boolean | undefined>>;

/** What a command is given once its words are understood. */
export interface CommandInput {
  config: Config;
  context: CoreContext;
  /** Connection string of the database in use. */
  databaseUrl: string;
  positionals: readonly string[];
  options: OptionValues;
  signal: AbortSignal;
}

/** What a command tells: `json` as one object with --json, `text` to people. */
export interface CommandResult {
  json: Readonly<Record<string, unknown>>;
  text: string;
  /** False ends with exit code 1 although the command itself went through (a failed check). */
  isGood?: boolean;
}

/** One line of the command line: `keys create`, `doctor`. */
export interface Command {
  words: readonly string[];
  /** Names of the positional arguments, all required. */
  arguments: readonly string[];
  options: NonNullable<ParseArgsConfig["options"]>;
  summary: string;
  run(input: CommandInput): Promise<CommandResult>;
}

/** The words of a command are off: exit code 2. */
export class UsageError extends Error {
  override readonly name = "UsageError";
}

/** A text option that must be given. @throws UsageError */
export function requiredText(options: OptionValues, name: string): string {
  const value = options[name];
  if (typeof value !== "string" || value === "") throw new UsageError(`--${name} is missing`);
  return value;
}

/** A text option, or `undefined`. */
export function optionalText(options: OptionValues, name: string): string | undefined {
  const value = options[name];
  return typeof value === "string" && value !== "" ? value : undefined;
}

/** A whole number of an option. @throws UsageError when it is not one, or out of range */
export function wholeNumber(
  options: OptionValues,
  name: string,
  fallback: number,
  range: { min: number; max: number },
): number {
  const text = optionalText(options, name);
  if (text === undefined) return fallback;
  const value = Number(text);
  if (!Number.isSafeInteger(value) || value < range.min || value > range.max) {
    throw new UsageError(`--${name} must be a whole number from ${range.min} to ${range.max}`);
  }
  return value;
}
