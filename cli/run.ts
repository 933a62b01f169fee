import { ConfigError, resolveSecretsKey, type Config } from "../config.js";
import { systemClock } from "../core/clock.js";
import { connect, drizzleOn } from "../db/connect.js";
import { migrate } from "../db/migrate.js";
import { explainFault } from "../explain-fault.js";
import { createLog } from "../log.js";
import { UsageError, type Command, type CommandResult } from "./command.js";
import { openDatabase } from "./open-database.js";
import { findCommand, readWords, type GivenWords } from "./read-words.js";
import { knownCommands, usageOf, usageOfAll } from "./usage.js";

const EXIT_FAILED = 1;
const EXIT_USAGE = 2;
const EXIT_CONFIG = 78;
const HELP = ["help", "--help", "-h"];

/** What a command line leaves behind: with an exit code other than 0 and 1, nothing is on `stdout`. */
export interface CommandLineEnd {
  stdout: string;
  stderr: string;
  exitCode: number;
}

/**
 * Runs one command line to its end. Never throws: what goes wrong is a text on `stderr` and an exit code, 1 for a fault,
 * 2 for words that make no sense, 78 for an environment that cannot be used.
 * @param readConfig called only when a command needs it, so that `help` works whatever the environment holds
 */
export async function runCommandLine(
  args: readonly string[],
  readConfig: () => Config,
  signal: AbortSignal,
): Promise<CommandLineEnd> {
  const words = args.filter((word) => !HELP.includes(word));
  const isHelp = words.length < args.length;
  const command = findCommand(words);
  if (command === undefined) {
    if (words.length === 0) return { stdout: usageOfAll(), stderr: "", exitCode: 0 };
    const unknown = `unknown command "${words.filter((word) => !word.startsWith("-")).join(" ")}"`;
    return { stdout: "", stderr: `${unknown}\n\n${knownCommands()}`, exitCode: EXIT_USAGE };
  }
  if (isHelp) return { stdout: usageOf(command), stderr: "", exitCode: 0 };
  try {
    const given = readWords(command, args);
    const { json, text, isGood } = await execute(command, given, readConfig(), signal);
    const stdout = given.asJson ? `${JSON.stringify(json)}\n` : `${text}\n`;
    return { stdout, stderr: "", exitCode: isGood === false ? EXIT_FAILED : 0 };
  } catch (error) {
    const { message, exitCode } = explain(error, command);
    return { stdout: "", stderr: `${message}\n`, exitCode };
  }
}

async function execute(
  command: Command,
  { positionals, options }: GivenWords,
  config: Config,
  signal: AbortSignal,
): Promise<CommandResult> {
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
    return await command.run({ config, context, databaseUrl: database.url, positionals, options, signal });
  } finally {
    await pool.end();
  }
}

function explain(error: unknown, command: Command): { message: string; exitCode: number } {
  if (error instanceof UsageError)
    return { message: `${error.message}\n\n${usageOf(command).trimEnd()}`, exitCode: EXIT_USAGE };
  return { message: explainFault(error), exitCode: error instanceof ConfigError ? EXIT_CONFIG : EXIT_FAILED };
}
