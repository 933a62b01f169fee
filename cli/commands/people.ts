import { writeFile } from "node:fs/promises";
import { erasePerson } from "../../core/people/erase-person.js";
import { exportPerson } from "../../core/people/export-person.js";
import { telegramUserId, type TelegramUserId } from "../../wire/ids.js";
import { optionalText, UsageError, type Command } from "../command.js";

const LARGEST_ID = 2 ** 52 - 1;

function personOf(text: string): TelegramUserId {
  const id = Number(text);
  if (!Number.isSafeInteger(id) || id < 1 || id > LARGEST_ID) throw new UsageError(`"${text}" is no Telegram id`);
  return telegramUserId(id);
}

export const exportPersonCommand: Command = {
  words: ["people", "export"],
  arguments: ["TELEGRAM_ID"],
  options: { out: { type: "string" } },
  summary: "Writes everything that is kept about one person, to the screen or to --out FILE.",
  async run({ context, positionals: [id = ""], options }) {
    const found = await exportPerson(context, personOf(id));
    const text = JSON.stringify(found, undefined, 2);
    const path = optionalText(options, "out");
    if (path === undefined) return { json: found, text };
    await writeFile(path, `${text}\n`, { mode: 0o600 });
    return { json: { out: path }, text: `Everything about ${id} is in ${path}.` };
  },
};

export const erasePersonCommand: Command = {
  words: ["people", "erase"],
  arguments: ["TELEGRAM_ID"],
  options: { yes: { type: "boolean" } },
  summary: "Forgets one person: names, links, texts, sessions. Shows what there is, and does it with --yes only.",
  async run({ context, positionals: [id = ""], options }) {
    const person = personOf(id);
    const found = await exportPerson(context, person);
    const counts = Object.fromEntries(Object.entries(found).map(([name, rows]) => [name, rows.length]));
    const list = Object.entries(counts).map(([name, count]) => `${name} ${count}`);
    if (options["yes"] !== true) {
      return {
        json: { erased: false, ...counts },
        text: `Kept about ${id}: ${list.join(", ")}. Nothing was erased: add --yes. It cannot be taken back.`,
      };
    }
    await erasePerson(context, person);
    return {
      json: { erased: true, ...counts },
      text: `${id} is forgotten. Wagers, results and payouts stay, without a name.`,
    };
  },
};
