import { parseArgs } from "node:util";
import { ConfigError, readConfig, resolveSecretsKey } from "../config.js";
import { AppError, InvalidInputError } from "../core/errors.js";
import { systemClock } from "../core/clock.js";
import { connect, drizzleOn } from "../db/connect.js";
import { migrate } from "../db/migrate.js";
import { createLog, scrub } from "../log.js";
import { UsageError, type Command, type CommandResult } from "./command.js";
import { COMMANDS } from "./commands.js";
import { openDatabase } from "./open-database.js";

const EXIT_FAILED = 1;
const EXIT_USAGE = 2;
const EXIT_CONFIG = 78;

function usage(): string {
  const lines = COMMANDS.map((command) => {
    const options = Object.entries(command.options).map(([name, { type }]) =>
      type === "boolean" ? `[--${name}]` : `[--${name} …]`,
    );
    return `  ${[...command.words, ...command.arguments, ...options].join(" ")}\n      ${command.summary}`;
  });
  return `Usage: npm run -s cli -- COMMAND [--json]\n\n${lines.join("\n")}\n`;
}

function findCommand(words: readonly string[]): Command {
  const found = COMMANDS.find((command) => command.words.every((word, at) => words[at] === word));
  if (found === undefined) throw new UsageError(`unknown command "${words.slice(0, 2).join(" ")}"`);
  return found;
}

function readWords(args: readonly string[]) {
  const command = findCommand(args.filter((word) => !word.startsWith("-")));
  try {
    const { values, positionals } = parseArgs({
      args: [...args],
      options: { ...command.options, json: { type: "boolean" } },
      allowPositionals: true,
    });
    const given = positionals.slice(command.words.length);
    if (given.length !== command.arguments.length) {
      throw new UsageError(`${command.words.join(" ")} needs: ${command.arguments.join(" ") || "no arguments"}`);
    }
    const options = Object.fromEntries(
      Object.entries(values).map(([name, value]) => [name, Array.isArray(value) ? undefined : value]),
    );
    return { command, positionals: given, options, json: values["json"] === true };
  } catch (error) {
    if (error instanceof UsageError) throw error;
    throw new UsageError(error instanceof Error ? error.message : String(error), { cause: error });
  }
}

async function execute(args: readonly string[], signal: AbortSignal): Promise<CommandResult & { asJson: boolean }> {
  const { command, positionals, options, json } = readWords(args);
  const config = readConfig();
  const log = createLog(config.logLevel === "info" ? "warn" : config.logLevel);
  await using database = await openDatabase(config, signal);
  await migrate(database.url);
  const pool = connect(database.url, {
    applicationName: "goatedvips-cli",
    maxConnections: 4,
    onIdleError: () => undefined,
  });
  try {
    const context = {
      db: drizzleOn(pool),
      pool,
      clock: systemClock,
      log,
      secretsKey: resolveSecretsKey(config),
      timeZone: config.timeZone,
    };
    const result = await command.run({ config, context, databaseUrl: database.url, positionals, options, signal });
    return { ...result, asJson: json };
  } finally {
    await pool.end();
  }
}

function explain(error: unknown): { message: string; exitCode: number } {
  if (error instanceof UsageError) return { message: `${error.message}\n\n${usage()}`, exitCode: EXIT_USAGE };
  if (error instanceof ConfigError) return { message: error.message, exitCode: EXIT_CONFIG };
  if (error instanceof InvalidInputError) {
    const issues = error.issues.map((issue) => `  ${issue.path}: ${issue.message}`);
    return { message: [error.message, ...issues].join("\n"), exitCode: EXIT_FAILED };
  }
  if (error instanceof AppError) return { message: error.message, exitCode: EXIT_FAILED };
  // An error of the network names the address that was asked, and the bot token stands in Telegram's.
  return {
    message: scrub(error instanceof Error ? (error.stack ?? error.message) : String(error)),
    exitCode: EXIT_FAILED,
  };
}

const stop = new AbortController();
for (const name of ["SIGINT", "SIGTERM"] as const) process.once(name, () => stop.abort());
const words = process.argv.slice(2);
if (words.length === 0 || words[0] === "help" || words[0] === "--help") {
  process.stdout.write(usage());
} else {
  try {
    const { asJson, json, text, isGood } = await execute(words, stop.signal);
    process.stdout.write(asJson ? `${JSON.stringify(json)}\n` : `${text}\n`);
    if (isGood === false) process.exitCode = EXIT_FAILED;
  } catch (error) {
    const { message, exitCode } = explain(error);
    process.stderr.write(`${message}\n`);
    process.exitCode = exitCode;
  }
}
