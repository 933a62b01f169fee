import { parseArgs } from "node:util";
import { UsageError, type Command, type OptionValues } from "./command.js";
import { COMMANDS } from "./commands.js";

export interface GivenWords {
  positionals: readonly string[];
  options: OptionValues;
  asJson: boolean;
}

/** @returns the command that the words begin with, `undefined` when there is none */
export function findCommand(args: readonly string[]): Command | undefined {
  const words = args.filter((word) => !word.startsWith("-"));
  return COMMANDS.find((command) => command.words.every((word, at) => words[at] === word));
}

/** @throws UsageError when an option is unknown or lacks its value, or arguments are missing or too many */
export function readWords(command: Command, args: readonly string[]): GivenWords {
  const { values, positionals } = parse(command, args);
  const given = positionals.slice(command.words.length);
  if (given.length !== command.arguments.length) {
    throw new UsageError(`${command.words.join(" ")} needs: ${command.arguments.join(" ") || "no arguments"}`);
  }
  const options = Object.fromEntries(
    Object.entries(values).map(([name, value]) => [name, Array.isArray(value) ? undefined : value]),
  );
  return { positionals: given, options, asJson: values["json"] === true };
}

function parse(command: Command, args: readonly string[]) {
  try {
    return parseArgs({
      args: [...args],
      options: { ...command.options, json: { type: "boolean" } },
      allowPositionals: true,
    });
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : String(error), { cause: error });
  }
}
