import { canonicalJson } from "./canonical-json.js";
import type { ResultDocument, ResultPlace } from "./result-document.js";

/** Places of a document by pseudonym, as differences tell them; whoever was left out has no rank. */
export function placesOf({ players, exclusions }: ResultDocument): Map<string, ResultPlace> {
  const places = new Map<string, ResultPlace>();
  for (const { pseudonym, rank, score, prize } of players) places.set(pseudonym, { rank, score, prize });
  for (const { pseudonym, score } of exclusions) places.set(pseudonym, { rank: null, score, prize: "0.00" });
  return places;
}

export function isSamePlace(a: ResultPlace | null, b: ResultPlace | null): boolean {
  return a === b || (a?.rank === b?.rank && a?.score === b?.score && a?.prize === b?.prize);
}

/**
 * Whether a document follows the version before it: it names that one's hash, keeps the history of the rules, and its
 * difference tells everything that changed, so that no version changes a place unseen. Both documents verify by themselves.
 * @returns the first fault, `null` when it follows
 */
export function faultOfSuccession(before: ResultDocument, after: ResultDocument): string | null {
  if (after.race !== before.race) return "it is of another race";
  if (after.previous?.documentHash !== before.documentHash || after.version !== before.version + 1)
    return "it does not name this version as the one before it";
  const kept = after.rulesHistory.slice(0, before.rulesHistory.length);
  const asText = (history: ResultDocument["rulesHistory"]): string => canonicalJson(history.map((one) => ({ ...one })));
  if (asText(kept) !== asText(before.rulesHistory)) return "it tells another history of the rules";
  if ((after.seal?.number ?? 0) < (before.seal?.number ?? 0))
    return "its seal is older than the one of the version before";
  return faultOfDifference(before, after);
}

function faultOfDifference(before: ResultDocument, after: ResultDocument): string | null {
  const [was, is] = [placesOf(before), placesOf(after)];
  const told = new Map(after.difference.map(({ pseudonym, before: place }) => [pseudonym, place]));
  for (const [pseudonym, place] of told) {
    if (!isSamePlace(place, was.get(pseudonym) ?? null)) return `the player ${pseudonym} was not where it says before`;
  }
  for (const pseudonym of new Set([...was.keys(), ...is.keys()])) {
    const isTold = told.has(pseudonym) || !isChanged(was.get(pseudonym), is.get(pseudonym));
    if (!isTold) return `the player ${pseudonym} changed and is not in the difference`;
  }
  return null;
}

/** A rank alone changes with the players around it and is not told. */
function isChanged(a: ResultPlace | undefined, b: ResultPlace | undefined): boolean {
  return a?.score !== b?.score || a?.prize !== b?.prize || (a?.rank === null) !== (b?.rank === null);
}
