import { readFile } from "node:fs/promises";
import { text as readStream } from "node:stream/consumers";
import { changePolledSource, createPolledSource, orderPoll } from "../../core/sources/change-polled-source.js";
import { acceptHeldSnapshot, dropHeldSnapshot } from "../../core/sources/held-snapshots.js";
import { replayAnswer } from "../../core/sources/poll-archive.js";
import { readPolledSource } from "../../core/sources/polled-source-health.js";
import { uploadTotals } from "../../core/sources/upload-totals.js";
import { changePolledSource as changeSchema, newPolledSource, type PolledSource } from "../../wire/polled-sources.js";
import { optionalText, requiredText, UsageError, type Command } from "../command.js";

const BY = { actor: "cli" };

/** A credential comes from standard input: a command line is seen by everybody on the machine. */
async function readCredential(): Promise<string> {
  const credential = (await readStream(process.stdin)).trim();
  if (credential === "") throw new UsageError("give the credential on standard input, as in `… < token.txt`");
  return credential;
}

const pollSourceCommand: Command = {
  words: ["sources", "poll-from"],
  arguments: ["SLUG"],
  options: {
    adapter: { type: "string" },
    name: { type: "string" },
    address: { type: "string" },
    account: { type: "string" },
    metric: { type: "string" },
    interval: { type: "string" },
    "credential-stdin": { type: "boolean" },
  },
  summary: "Registers a casino that is asked for its totals: --adapter goated, rainbet, roobet or stake-csv.",
  async run({ context, options, positionals: [slug = ""] }) {
    const interval = optionalText(options, "interval");
    const parsed = newPolledSource.safeParse({
      slug,
      name: optionalText(options, "name") ?? slug,
      adapter: requiredText(options, "adapter"),
      baseUrl: optionalText(options, "address"),
      account: optionalText(options, "account"),
      metric: optionalText(options, "metric"),
      intervalSeconds: interval === undefined ? undefined : Number(interval),
      credential: options["credential-stdin"] === true ? await readCredential() : undefined,
    });
    if (!parsed.success)
      throw new UsageError(parsed.error.issues.map((one) => `${one.path.join(".")}: ${one.message}`).join("; "));
    await createPolledSource(context, parsed.data, BY);
    return { json: { slug }, text: `${slug} is asked from now on. Look with: sources health ${slug}` };
  },
};

const sourceCredentialCommand: Command = {
  words: ["sources", "credential"],
  arguments: ["SLUG"],
  options: {},
  summary: "Gives a polled casino a new credential, from standard input; the next question uses it.",
  async run({ context, positionals: [slug = ""] }) {
    await changePolledSource(context, slug, { credential: await readCredential() }, BY);
    return { json: { slug }, text: `${slug} is asked with the new credential within a minute.` };
  },
};

const sourceAddressCommand: Command = {
  words: ["sources", "address"],
  arguments: ["SLUG", "URL"],
  options: { "credential-stdin": { type: "boolean" } },
  summary: "Gives a polled casino another address; another host needs its credential again.",
  async run({ context, options, positionals: [slug = "", baseUrl = ""] }) {
    const credential = options["credential-stdin"] === true ? await readCredential() : undefined;
    const change = changeSchema.parse({ baseUrl, ...(credential === undefined ? {} : { credential }) });
    await changePolledSource(context, slug, change, BY);
    return { json: { slug }, text: `${slug} is asked at ${baseUrl} from now on.` };
  },
};

function order(word: "test" | "poll", summary: string): Command {
  return {
    words: ["sources", word],
    arguments: ["SLUG"],
    options: {},
    summary,
    async run({ context, positionals: [slug = ""] }) {
      const dueAt = (await orderPoll(context, slug, word)).toISOString();
      return { json: { slug, dueAt }, text: `A worker asks ${slug} at ${dueAt}. Look with: sources health ${slug}` };
    },
  };
}

const testSourceCommand = order("test", "Has a worker ask a polled casino once, recording nothing.");
const pollNowCommand = order("poll", "Has a worker ask a polled casino as soon as it may.");

const sourceHealthCommand: Command = {
  words: ["sources", "health"],
  arguments: ["SLUG"],
  options: {},
  summary: "How a polled casino is asked and how that goes: findings, what is kept aside, the newest polls.",
  async run({ context, positionals: [slug = ""] }) {
    const health = await readPolledSource(context, slug);
    return {
      json: health,
      text: describe(health),
      isGood: health.state !== "auth_expired" && health.state !== "failing",
    };
  },
};

function figures(named: Readonly<Record<string, string>>): string {
  return Object.entries(named)
    .map(([name, value]) => `${name} ${value}`)
    .join(", ");
}

function describe(health: PolledSource): string {
  const { slug, adapter, state, rows, total, held } = health;
  return [
    `${slug} (${adapter}): ${state}${rows === null ? "" : `, ${rows} players, $${total ?? "0"}`}`,
    ...(health.failureDetail === null ? [] : [`  ${health.failureKind ?? ""}: ${health.failureDetail}`]),
    ...(held === null
      ? []
      : [`  kept aside as ${held.id}: ${held.reason} (${figures(held.figures)}), ${held.times} times`]),
    ...health.findings.map((one) => `  ${one.kind} ${one.field} since ${one.since}: ${figures(one.figures)}`),
    ...health.polls.map((poll) =>
      [
        `  ${poll.at} ${poll.purpose} ${poll.outcome}`,
        poll.kind,
        poll.detail,
        poll.rows === null ? null : `${poll.rows} rows`,
      ]
        .filter((part) => part !== null)
        .join(" "),
    ),
  ].join("\n");
}

function decision(word: "accept" | "drop", summary: string): Command {
  return {
    words: ["sources", word],
    arguments: ["SLUG", "ID"],
    options: {},
    summary,
    async run({ context, positionals: [slug = "", id = ""] }) {
      const changed = word === "accept" ? await acceptHeldSnapshot(context, slug, id, "cli") : 0;
      if (word === "drop") await dropHeldSnapshot(context, slug, id, "cli");
      return {
        json: { slug, id, changed },
        text: word === "accept" ? `Accepted: ${changed} totals changed.` : "Dropped.",
      };
    },
  };
}

const acceptHeldCommand = decision("accept", "Takes an answer that was kept aside as implausible.");
const dropHeldCommand = decision("drop", "Puts an answer that was kept aside away for good.");

const uploadTotalsCommand: Command = {
  words: ["sources", "upload"],
  arguments: ["SLUG", "FILE"],
  options: { apply: { type: "boolean" }, "as-of": { type: "string" } },
  summary: "Totals from a list that the casino exported: tells the difference, and records it with --apply.",
  async run({ context, options, positionals: [slug = "", file = ""] }) {
    const asOf = optionalText(options, "as-of");
    const upload = {
      csv: await readFile(file, "utf8"),
      isDryRun: options["apply"] !== true,
      asOf: asOf === undefined ? undefined : new Date(asOf),
    };
    const found = await uploadTotals(context, slug, upload);
    const counts = `${found.rows} rows: ${found.added} new, ${found.changed} changed, ${found.unchanged} as before, ${found.missing} missing`;
    const doubt = found.doubt === null ? "" : `\nImplausible: ${found.doubt.reason} (${figures(found.doubt.figures)})`;
    const end = found.applied ? "Recorded." : "Nothing is written: look, and add --apply.";
    return { json: found, text: `${counts}; known players by $${found.difference}.${doubt}\n${end}` };
  },
};

const replaySourceCommand: Command = {
  words: ["sources", "replay"],
  arguments: ["SLUG"],
  options: { at: { type: "string" } },
  summary: "What a polled casino had answered by a moment (--at, ISO), row by row from the archive.",
  async run({ context, options, positionals: [slug = ""] }) {
    const at = optionalText(options, "at");
    const { rows, ...answer } = await replayAnswer(
      context,
      slug,
      at === undefined ? context.clock.now() : new Date(at),
    );
    const lines = rows.map(({ externalId, displayName, amount }) => `${externalId}\t${displayName}\t${amount}`);
    return { json: { ...answer, rows }, text: [`asked ${answer.requestedAt.toISOString()}`, ...lines].join("\n") };
  },
};

/** In the order of the help text. */
export const POLLED_SOURCE_COMMANDS: readonly Command[] = [
  pollSourceCommand,
  sourceHealthCommand,
  testSourceCommand,
  pollNowCommand,
  sourceCredentialCommand,
  sourceAddressCommand,
  acceptHeldCommand,
  dropHeldCommand,
  uploadTotalsCommand,
  replaySourceCommand,
];
