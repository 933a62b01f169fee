import { createWriteStream } from "node:fs";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { readResult } from "../../core/settlement/read-result.js";
import { optionalText, wholeNumber, type Command } from "../command.js";
import { raceIdOf } from "./race-id.js";

const LARGEST_VERSION = 10_000;

export const exportCommand: Command = {
  words: ["export"],
  arguments: ["RACE"],
  options: { version: { type: "string" }, out: { type: "string" } },
  summary: "Writes the result document of a race: the newest version, to the screen or to --out FILE.",
  async run({ context, positionals: [id = ""], options }) {
    const version = wholeNumber(options, "version", 0, { min: 1, max: LARGEST_VERSION });
    const result = await readResult(context, raceIdOf(id), version === 0 ? undefined : version);
    const path = optionalText(options, "out");
    if (path !== undefined) {
      await pipeline(Readable.from(result.text()), createWriteStream(path));
      const json = { race: id, version: result.version, documentHash: result.documentHash, out: path };
      return { json, text: `Version ${result.version} is in ${path}, SHA-256 ${result.documentHash}` };
    }
    let text = "";
    for await (const piece of result.text()) text += piece;
    const json: Readonly<Record<string, unknown>> = JSON.parse(text);
    return { json, text };
  },
};
