import { readFile } from "node:fs/promises";
import { explainWager } from "../../core/ledger/explain-wager.js";
import { createSource, sourceModes, type SourceMode } from "../../core/sources/create-source.js";
import { rotateSecret } from "../../core/sources/rotate-secret.js";
import { tryDialectOf, type DialectTrial } from "../../core/sources/try-dialect.js";
import { tryDialect } from "../../wire/admin-sources.js";
import { optionalText, UsageError, type Command } from "../command.js";

function modeOf(text: string): SourceMode {
  const mode = sourceModes.find((known) => known === text);
  if (mode === undefined) throw new UsageError(`--mode must be one of ${sourceModes.join(", ")}`);
  return mode;
}

export const createSourceCommand: Command = {
  words: ["sources", "create"],
  arguments: ["SLUG"],
  options: { name: { type: "string" }, mode: { type: "string" } },
  summary: "Registers a casino (mode events or totals) and shows its signing secret this once.",
  async run({ config, context, options, positionals: [slug = ""] }) {
    const mode = modeOf(optionalText(options, "mode") ?? "events");
    const name = optionalText(options, "name") ?? slug;
    const { secret } = await createSource(context, { slug, name, mode }, { actor: "cli" });
    const address = `${config.webhookPublicUrl}/hooks/v1/${slug}`;
    return {
      json: { slug, secret },
      text: `Source ${slug} posts to\n\n  ${address}\n\nsigned with this secret, shown only now:\n\n  ${secret}`,
    };
  },
};

export const rotateSourceCommand: Command = {
  words: ["sources", "rotate"],
  arguments: ["SLUG"],
  options: {},
  summary: "Makes a new signing secret; the old one is accepted for another day.",
  async run({ context, positionals: [slug = ""] }) {
    const { secret, previousExpiresAt } = await rotateSecret(context, slug, {}, { actor: "cli" });
    const until = previousExpiresAt.toISOString();
    return {
      json: { slug, secret, previousExpiresAt: until },
      text: `The new secret, shown only now:\n\n  ${secret}\n\nThe old one is accepted until ${until}.`,
    };
  },
};

export const tryDialectCommand: Command = {
  words: ["sources", "try"],
  arguments: ["SLUG", "FILE"],
  options: {},
  summary: "Tries a dialect on a sample before it goes live, both in a JSON file; ends with 1 when it is refused.",
  async run({ context, positionals: [slug = "", file = ""] }) {
    const trial = await tryDialectOf(context, slug, readTrial(await readFile(file, "utf8")));
    return {
      json: { ...trial },
      text: describeTrial(trial),
      isGood: trial.refused === null && (trial.signature === "right" || trial.signature === "not checked"),
    };
  },
};

export const explainWagerCommand: Command = {
  words: ["sources", "wager"],
  arguments: ["SLUG", "WAGER"],
  options: {},
  summary: "Shows every entry of the ledger about one wager, first to last, and what it is worth.",
  async run({ context, positionals: [slug = "", wager = ""] }) {
    const explained = await explainWager(context, slug, wager);
    const lines = explained.entries.map(
      ({ seq, recordedAt, player, delta, amount }) =>
        `  ${seq}  ${recordedAt}  ${player}  ${delta.padStart(16)}  makes ${amount}`,
    );
    return {
      json: { ...explained },
      text: [`Wager ${wager} of ${slug} is worth ${explained.worth} USD:`, "", ...lines].join("\n"),
    };
  },
};

function readTrial(input: string) {
  try {
    const read = tryDialect.safeParse(JSON.parse(input));
    if (read.success) return read.data;
    throw new UsageError(read.error.issues.map((one) => `${one.path.join(".")}: ${one.message}`).join("; "));
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    throw new UsageError('the file must be JSON, such as {"dialect":{…},"headers":{…},"body":"…","secret":"…"}');
  }
}

function describeTrial({ signature, wager, refused }: DialectTrial): string {
  const lines = [`The signature is ${signature}.`];
  if (refused !== null) lines.push(`The message would be quarantined (${refused.reason}): ${refused.detail}`);
  else if (wager === null) lines.push("The message would be ignored: its status says so.");
  else {
    lines.push(`It would record wager ${wager.wagerId}, revision ${wager.revision}, of player ${wager.playerId}:`);
    lines.push(
      `  ${wager.amount} USD, ${wager.occurredAt ?? "taken back"}, ${wager.game ?? wager.category ?? "no game told"}`,
    );
  }
  return lines.join("\n");
}
