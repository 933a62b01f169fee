import { readFile } from "node:fs/promises";
import { importLinks, type OldLink } from "../../core/links/import-links.js";
import { UsageError, type Command } from "../command.js";
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

function linksOf(text: string): OldLink[] {
  const records = readCsv(text, ["telegram_id", "source", "player"]);
  if (records.length > MOST_LINES) throw new UsageError(`more than ${MOST_LINES} lines: cut the file in pieces`);
  return records.map(({ telegram_id: id = "", source = "", player = "" }, at) => {
    const telegramId = Number(id);
    if (!Number.isSafeInteger(telegramId) || telegramId < 1 || telegramId > LARGEST_ID) {
      throw new UsageError(`line ${at + 2}: "${id}" is no Telegram id`);
    }
    if (source === "" || player === "" || player.length > 128) {
      throw new UsageError(`line ${at + 2}: source and player are needed, a player with at most 128 characters`);
    }
    return { telegramId, source, player };
  });
}
