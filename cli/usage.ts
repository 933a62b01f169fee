import type { Command } from "./command.js";
import { COMMANDS } from "./commands.js";

const HEAD = "Usage: npm run -s cli -- COMMAND [--json]";

/** Every command with its arguments, its options and what it does. */
export function usageOfAll(): string {
  return `${HEAD}\n\n${COMMANDS.map(linesOf).join("\n")}\n\n\`help COMMAND\` shows one of them.\n`;
}

/** One command; short enough for the mistake above it to be seen. */
export function usageOf(command: Command): string {
  return `${HEAD}\n\n${linesOf(command)}\n`;
}

/** The words of all commands, for somebody who has mistyped one. */
export function knownCommands(): string {
  return `Commands: ${COMMANDS.map(({ words }) => words.join(" ")).join(", ")}.\nMore about one: help COMMAND\n`;
}

function linesOf(command: Command): string {
  const options = Object.entries(command.options).map(([name, { type }]) =>
    type === "boolean" ? `[--${name}]` : `[--${name} …]`,
  );
  return `  ${[...command.words, ...command.arguments, ...options].join(" ")}\n      ${command.summary}`;
}
