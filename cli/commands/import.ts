import { readFile } from "node:fs/promises";
import { InvalidInputError } from "../../core/errors.js";
import { importWinners, type OldWinner } from "../../core/history/import-winners.js";
import { importLinks, type OldLink } from "../../core/links/import-links.js";
import { parseCents, parseMicroUsd } from "../../wire/money.js";
import type { Command } from "../command.js";
import { readCsv } from "../read-csv.js";

const LARGEST_ID = 2 ** 52 - 1;
/** One transaction and a statement or four for each line: some ten seconds. */
const MOST_LINES = 20_000;

export const importLinksCommand: Command = {
  words: ["import", "links"],
  arguments: ["FILE"],
  options: { apply: { type: "boolean" } },
  summary:
    "Takes links of another program from a CSV (telegram_id,source,player). Shows what would be; --apply does it.",
  async run({ context, positionals: [path = ""], options }) {
    const links = linksOf(await readFile(path, "utf8"));
    const isDryRun = options["apply"] !== true;
    const outcomes = await importLinks(context, links, { actor: "cli", isDryRun });
    const counts: Record<string, number> = {};
    for (const outcome of outcomes) counts[outcome] = (counts[outcome] ?? 0) + 1;
    const refused = outcomes.flatMap((outcome, at) => {
      const link = links[at];
      if (link === undefined || outcome === "linked" || outcome === "known") return [];
      return [{ line: at + 2, telegramId: link.telegramId, player: `${link.source}:${link.player}`, outcome }];
    });
    const lines = refused.map(
      ({ line, player, telegramId, outcome }) => `  line ${line}: ${player} of ${telegramId}: ${outcome}`,
    );
    const sum = Object.entries(counts).map(([outcome, count]) => `${outcome} ${count}`);
    const end = isDryRun ? "Nothing was written: this was a dry run. Add --apply." : "Done.";
    return {
      json: { applied: !isDryRun, counts, refused },
      text: [`${links.length} lines: ${sum.join(", ") || "none"}.`, ...lines, end].join("\n"),
    };
  },
};

export const importWinnersCommand: Command = {
  words: ["import", "winners"],
  arguments: ["FILE"],
  options: { apply: { type: "boolean" } },
  summary:
    "Takes winners of races that another program ran from a CSV (race,ended,place,name,prize[,wagered]). Shows what would be; --apply does it.",
  async run({ context, positionals: [path = ""], options }) {
    const winners = winnersOf(await readFile(path, "utf8"));
    const races = new Set(winners.map(({ race, endedOn }) => `${endedOn} ${race}`)).size;
    const isDryRun = options["apply"] !== true;
    const added = isDryRun ? 0 : await importWinners(context, winners, "cli");
    const found = `${winners.length} winners of ${races} races.`;
    return {
      json: { applied: !isDryRun, lines: winners.length, races, added },
      text: isDryRun
        ? `${found} Nothing was written: this was a dry run. Add --apply.`
        : `${found} ${added} are new, the others were here.`,
    };
  },
};

function winnersOf(text: string): OldWinner[] {
  const records = readCsv(text, ["race", "ended", "place", "name", "prize"]);
  if (records.length > MOST_LINES)
    throw new InvalidInputError(`More than ${MOST_LINES} lines: cut the file in pieces.`);
  return records.map(({ race = "", ended = "", place = "", name = "", prize = "", wagered = "" }, at) => {
    const fail = (what: string) => new InvalidInputError(`line ${at + 2}: ${what}`);
    const paid = parseCents(prize);
    const wager = wagered === "" ? null : parseMicroUsd(wagered);
    if (race === "" || race.length > 100) throw fail("a race has a title of at most 100 characters");
    if (!isDay(ended)) throw fail(`"${ended}" is no day such as 2026-01-31`);
    if (!/^[1-9]\d{0,2}$/.test(place)) throw fail(`"${place}" is no place from 1 to 999`);
    if (name === "" || name.length > 128) throw fail("a winner has a name of at most 128 characters");
    if (paid === undefined) throw fail(`"${prize}" is no prize such as 100.00`);
    if (wager === undefined) throw fail(`"${wagered}" is no amount such as 1234.56`);
    return { race, endedOn: ended, place: Number(place), name, prize: paid, wagered: wager };
  });
}

/** Text such as `2026-02-30` looks like a day and is none. */
function isDay(text: string): boolean {
  const day = new Date(`${text}T00:00:00Z`);
  return /^\d{4}-\d{2}-\d{2}$/.test(text) && !Number.isNaN(day.getTime()) && day.toISOString().startsWith(text);
}

function linksOf(text: string): OldLink[] {
  const records = readCsv(text, ["telegram_id", "source", "player"]);
  if (records.length > MOST_LINES)
    throw new InvalidInputError(`More than ${MOST_LINES} lines: cut the file in pieces.`);
  return records.map(({ telegram_id: id = "", source = "", player = "" }, at) => {
    const telegramId = Number(id);
    if (!Number.isSafeInteger(telegramId) || telegramId < 1 || telegramId > LARGEST_ID) {
      throw new InvalidInputError(`line ${at + 2}: "${id}" is no Telegram id`);
    }
    if (source === "" || player === "" || player.length > 128) {
      throw new InvalidInputError(`line ${at + 2}: source and player are needed, a player with at most 128 characters`);
    }
    return { telegramId, source, player };
  });
}
