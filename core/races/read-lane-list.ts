import type { LaneInput } from "../../wire/race-lanes.js";

/** What a lane says beside its title, as people write it: a word and its amount, or a word alone. */
const WORDS = /^(from|below|cap|prizes|improvement|squads)\b[\s=]*(.*)$/i;

/**
 * Lanes as people write them in one line: `Small: below 1000, prizes 50 25; Squads: squads of 4, cap 500, prizes 80`, or for a
 * shell `Small:below=1000,prizes=50+25`. Whether the amounts can be used is for `checkLanes` to say.
 * @returns the lanes, or the first thing that cannot be read
 */
export function readLaneList(
  text: string,
): { lanes: LaneInput[]; problem?: undefined } | { problem: string; lanes?: undefined } {
  const lanes: LaneInput[] = [];
  for (const part of text
    .replaceAll(/(?<=\d),(?=\d{3}(?!\d))/g, "")
    .split(/[;\n]/)
    .filter((line) => line.trim() !== "")) {
    const at = part.indexOf(":");
    const title = part.slice(0, Math.max(at, 0)).trim();
    if (title === "") return { problem: `"${part.trim()}" has no title: write TITLE: below 1000, prizes 50 25` };
    const said = new Map<string, string>();
    for (const clause of part.slice(at + 1).split(",")) {
      const [, word, rest = ""] = WORDS.exec(clause.trim()) ?? [];
      if (word === undefined)
        return { problem: `"${clause.trim()}" of "${title}" is none of from, below, cap, improvement, squads, prizes` };
      said.set(word.toLowerCase(), rest.trim().replaceAll("$", ""));
    }
    const prizes = (said.get("prizes") ?? "").split(/[\s+]+/).filter((prize) => prize !== "");
    if (prizes.length === 0) return { problem: `"${title}" has no prizes` };
    lanes.push({ title, prizes, ...rulesIn(said) });
  }
  return { lanes };
}

function rulesIn(said: ReadonlyMap<string, string>): Omit<LaneInput, "title" | "prizes"> {
  const [from, below, cap] = ["from", "below", "cap"].map((word) => said.get(word));
  const lastMonth = { ...(from !== undefined && { from }), ...(below !== undefined && { below }) };
  const squads = said.get("squads");
  return {
    // Without a number the schema refuses it, with the numbers that can be.
    ...(squads !== undefined && { squads: { most: Number(squads.replace(/^of\s+/i, "")) } }),
    ...(said.has("improvement") && { counts: "improvement" as const }),
    ...(cap !== undefined && { cap }),
    ...(Object.keys(lastMonth).length > 0 && { lastMonth }),
  };
}
