import type { CoreContext } from "../../core/context.js";
import { createRace, publishRace } from "../../core/races/create-race.js";
import { readLaneList } from "../../core/races/read-lane-list.js";
import { finalizeRace } from "../../core/settlement/finalize-race.js";
import { settleRace } from "../../core/settlement/settle-race.js";
import { whatIf, type Preview } from "../../core/settlement/what-if.js";
import { readRace, readRaces } from "../../core/races/read-races.js";
import { prizePool } from "../../core/prizes/prize-table.js";
import { formatCents, formatMicroUsd } from "../../wire/money.js";
import { createRace as createRaceSchema } from "../../wire/admin-races.js";
import type { RaceId } from "../../wire/ids.js";
import {
  optionalText,
  requiredText,
  UsageError,
  type Command,
  type CommandResult,
  type OptionValues,
} from "../command.js";
import { raceIdOf } from "./race-id.js";

const LIST_LIMIT = 50;

export const listRaces: Command = {
  words: ["races", "list"],
  arguments: [],
  options: {},
  summary: "The newest races, drafts included, with their state and prize pool.",
  async run({ context }) {
    const races = await readRaces(context.pool, { limit: LIST_LIMIT, withDrafts: true });
    const rows = races.map((race) => ({
      id: race.id,
      status: race.status,
      startsAt: race.startsAt.toISOString(),
      endsAt: race.endsAt.toISOString(),
      prizePool: formatCents(prizePool(race.prizes)),
      title: race.title,
    }));
    const lines = rows.map(
      (row) => `${row.id}  ${row.status.padEnd(11)}  ${row.startsAt} … ${row.endsAt}  $${row.prizePool}  ${row.title}`,
    );
    return {
      json: { races: rows },
      text: lines.join("\n") || "There are no races yet: create one with `races create`.",
    };
  },
};

export const createRaceCommand: Command = {
  words: ["races", "create"],
  arguments: [],
  options: {
    title: { type: "string" },
    starts: { type: "string" },
    ends: { type: "string" },
    prizes: { type: "string" },
    zone: { type: "string" },
    sources: { type: "string" },
    "min-wager": { type: "string" },
    "tie-rule": { type: "string" },
    grace: { type: "string" },
    dispute: { type: "string" },
    "claim-days": { type: "string" },
    unclaimed: { type: "string" },
    "growth-share": { type: "string" },
    "growth-limit": { type: "string" },
    floors: { type: "string" },
    cap: { type: "string" },
    weights: { type: "string" },
    newcomers: { type: "string" },
    "require-link": { type: "boolean" },
    lanes: { type: "string" },
    draft: { type: "boolean" },
    "what-if": { type: "boolean" },
  },
  summary:
    'Creates a race: --title T --starts 2026-12-01T00:00:00Z --ends … --prizes "500.00,250.00,100.00". Lanes: --lanes "Small: below 1000, prizes 50 25; Most improved: improvement, prizes 30; Up to 500: cap 500, prizes 20". --draft shows it to nobody before `races publish`. --what-if reckons over wagers that are there, and creates nothing.',
  async run({ context, options }) {
    const parsed = createRaceSchema.safeParse(toInput(options));
    if (!parsed.success) {
      throw new UsageError(parsed.error.issues.map((issue) => `${issue.path.join(".")}: ${issue.message}`).join("; "));
    }
    if (options["what-if"] === true) return previewOf(await whatIf(context, parsed.data));
    const id = await createRace(context, parsed.data, "cli", { isDraft: options["draft"] === true });
    return stateOf(context, id);
  },
};

export const publishRaceCommand: Command = {
  words: ["races", "publish"],
  arguments: ["RACE"],
  options: {},
  summary: "Makes a draft public: scheduled, or live at once when its start has come.",
  async run({ context, positionals: [text = ""] }) {
    const id = raceIdOf(text);
    await publishRace(context, id, "cli");
    return stateOf(context, id);
  },
};

async function stateOf({ pool }: Pick<CoreContext, "pool">, id: RaceId): Promise<CommandResult> {
  const status = (await readRace(pool, id))?.status ?? "scheduled";
  return { json: { id, status }, text: `Race ${id} is ${status}.` };
}

export const settleRaceCommand: Command = {
  words: ["races", "settle"],
  arguments: ["RACE"],
  options: {},
  summary: "Settles a race that has ended: skips the rest of the grace time and overrules what stands against it.",
  async run({ context, positionals: [text = ""] }) {
    const id = raceIdOf(text);
    const settled = await settleRace(context, id, "cli");
    const overruled = settled.overruled.map(({ kind }) => kind);
    const note = overruled.length === 0 ? "" : ` Overruled: ${overruled.join(", ")}.`;
    return {
      json: {
        id,
        status: "provisional",
        version: settled.version,
        players: settled.players,
        documentHash: settled.documentHash,
        overruled,
      },
      text: `Race ${id} is provisional with ${settled.players} players, SHA-256 ${settled.documentHash}.${note}`,
    };
  },
};

export const finalizeRaceCommand: Command = {
  words: ["races", "finalize"],
  arguments: ["RACE"],
  options: { overrule: { type: "string" } },
  summary:
    "Closes a provisional result: skips the rest of the dispute window; its prizes are owed from then on. With open cases: --overrule REASON.",
  async run({ context, options, positionals: [text = ""] }) {
    const id = raceIdOf(text);
    const { version, payouts } = await finalizeRace(context, id, "cli", optionalText(options, "overrule"));
    const race = await readRace(context.pool, id);
    return {
      json: { id, status: race?.status ?? "final", version, payouts },
      text: `Race ${id} is ${race?.status ?? "final"}: version ${version} owes ${payouts} prizes.`,
    };
  },
};

function previewOf({ lanes, ...preview }: Preview): CommandResult {
  const text = (winner: Preview["winners"][number]) => ({
    ...winner,
    score: formatMicroUsd(winner.score),
    prize: formatCents(winner.prize),
  });
  const tables = [{ title: "Main table", winners: preview.winners }, ...lanes].map(({ title, winners }) => ({
    title,
    winners: winners.map(text),
  }));
  const [pool, cost, leftover] = [preview.pool, preview.cost, preview.leftover].map(formatCents);
  const lines = tables.flatMap(({ title, winners }) => [
    `${title}:`,
    ...winners.map(({ rank, player, score, prize }) => `  ${rank}. ${player}  $${score}  $${prize}`),
  ]);
  const [main, ...beside] = tables;
  return {
    json: {
      players: preview.players,
      totalWagered: formatMicroUsd(preview.totalWagered),
      pool,
      cost,
      leftover,
      winners: main?.winners ?? [],
      lanes: beside,
    },
    text: [...lines, `${preview.players} players, cost $${cost} of $${pool}.`].join("\n"),
  };
}

function readWeights(text: string): Record<string, string> {
  return Object.fromEntries(
    text.split(",").map((part) => {
      const at = part.lastIndexOf("=");
      if (at < 1) throw new UsageError(`--weights has "${part.trim()}": write CATEGORY=SHARE, such as dice=0.5`);
      return [part.slice(0, at).trim(), part.slice(at + 1).trim()];
    }),
  );
}

function readLanes(text: string): unknown {
  const { lanes, problem } = readLaneList(text);
  if (problem !== undefined) throw new UsageError(`--lanes: ${problem}`);
  return lanes;
}

function readGrowth(options: OptionValues): unknown {
  const [share, limit] = [optionalText(options, "growth-share"), optionalText(options, "growth-limit")];
  if (share === undefined && limit === undefined) return undefined;
  if (share === undefined || limit === undefined)
    throw new UsageError("a pool that grows needs --growth-share and --growth-limit");
  return { share, limit };
}

function toInput(options: OptionValues): Record<string, unknown> {
  const list = (name: string) =>
    optionalText(options, name)
      ?.split(",")
      .map((part) => part.trim());
  const number = (name: string) => {
    const text = optionalText(options, name);
    return text === undefined ? undefined : Number(text);
  };
  const [weights, lanes] = [optionalText(options, "weights"), optionalText(options, "lanes")];
  const given = {
    title: requiredText(options, "title"),
    startsAt: requiredText(options, "starts"),
    endsAt: requiredText(options, "ends"),
    prizes: list("prizes"),
    timeZone: optionalText(options, "zone"),
    sources: list("sources"),
    minWager: optionalText(options, "min-wager"),
    tieRule: optionalText(options, "tie-rule"),
    graceMinutes: number("grace"),
    disputeHours: number("dispute"),
    claimDays: number("claim-days"),
    unclaimed: optionalText(options, "unclaimed"),
    growth: readGrowth(options),
    floors: list("floors"),
    cap: optionalText(options, "cap"),
    weights: weights === undefined ? undefined : readWeights(weights),
    newcomers: optionalText(options, "newcomers"),
    requireLink: options["require-link"] === true ? true : undefined,
    lanes: lanes === undefined ? undefined : readLanes(lanes),
  };
  return Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined));
}
