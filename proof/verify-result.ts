import { canonicalJson, type CanonicalValue } from "./canonical-json.js";
import { parseDecimal } from "./decimal.js";
import { grownPrizes } from "./prize-table.js";
import { isInOrder, millionthsOf, prizesOf, ranksOf, type RankedPlayer } from "./recompute.js";
import type { ResultDocument } from "./result-document.js";
import { faultOfLanes, hasLanes, lanesInWords } from "./check-lanes.js";
import { sha256Hex } from "./sha256.js";
import { faultOfDocument, isResultDocument } from "./shapes.js";
import { isSamePlace, placesOf } from "./verify-succession.js";

/** A scheduler looks every second; a restart takes a minute or two. */
const LATE_MS = 300_000;

/** One thing that was recomputed. */
export interface Check {
  name: CheckName;
  isGood: boolean;
  /** What was found, in words for people. */
  detail: string;
}

export type CheckName =
  | "form"
  | "hash"
  | "rules"
  | "players"
  | "ranks"
  | "prizes"
  | "lanes"
  | "sums"
  | "versions"
  | "seal";

export interface Verification {
  /** True when every check is good. */
  isGood: boolean;
  /** The document, once its form is good. */
  document: ResultDocument | null;
  checks: Check[];
}

/**
 * Recomputes a result document from itself: form, hash, rules, order, ranks, ties, prizes, sums and links. It needs
 * nothing of ours but this folder, so that a stranger can read all of it.
 * @param text the file as it was downloaded
 * @param announcedHash hash published elsewhere (announcement, seal): a forger can rewrite a file with its own hash
 */
export async function verifyResult(text: string, announcedHash?: string): Promise<Verification> {
  const value = parse(text);
  const fault = value === undefined ? "it is not JSON" : faultOfDocument(value);
  if (fault !== null || !isResultDocument(value)) {
    return { isGood: false, document: null, checks: [{ name: "form", isGood: false, detail: fault ?? "" }] };
  }
  const checks = [
    checkForm(text, value),
    await checkHash(value, announcedHash),
    await checkRules(value),
    checkPlayers(value),
    checkRanks(value),
    await checkPrizes(value),
    ...(hasLanes(value) ? [judge("lanes", [await faultOfLanes(value)], lanesInWords(value))] : []),
    checkSums(value),
    checkVersions(value),
    await checkSeal(value),
  ];
  return { isGood: checks.every(({ isGood }) => isGood), document: value, checks };
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // The caller says that it is not JSON.
    return undefined;
  }
}

/** Everything in a checked document is text, whole numbers, lists and objects of these. */
export function asCanonical(value: object): CanonicalValue {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the shapes admit canonical values only
  return value as CanonicalValue;
}

function judge(name: CheckName, faults: readonly (string | false | null | undefined)[], good: string): Check {
  const fault = faults.find((text) => typeof text === "string");
  return { name, isGood: fault === undefined, detail: typeof fault === "string" ? fault : good };
}

function checkForm(text: string, document: ResultDocument): Check {
  const isCanonical = canonicalJson(asCanonical(document)) === text.replace(/\r?\n$/, "");
  return judge("form", [!isCanonical && "it is not canonical JSON (RFC 8785)"], "canonical JSON of a known form");
}

/** SHA-256 of the canonical document without its member `documentHash`. */
export async function documentHash(document: ResultDocument): Promise<string> {
  const { documentHash: _own, ...rest } = document;
  return sha256Hex(canonicalJson(asCanonical(rest)));
}

async function checkHash(document: ResultDocument, announced: string | undefined): Promise<Check> {
  const hash = await documentHash(document);
  return judge(
    "hash",
    [
      hash !== document.documentHash && `the document's hash is ${hash}, not ${document.documentHash}`,
      announced !== undefined && hash !== announced && `the announced hash is ${announced}, this document's is ${hash}`,
    ],
    `SHA-256 ${hash}`,
  );
}

async function checkRules(document: ResultDocument): Promise<Check> {
  const { rules, rulesHistory } = document;
  const hash = await sha256Hex(canonicalJson(asCanonical(rules)));
  const newest = rulesHistory.at(-1);
  return judge(
    "rules",
    [
      hash !== document.rulesHash && `the hash of the rules is ${hash}, not ${document.rulesHash}`,
      rules.race !== document.race && "the rules are those of another race",
      (newest?.hash !== hash || newest.version !== document.rulesVersion) &&
        "the rules are not the newest of their history",
      rulesHistory.some(({ version }, at) => version !== at + 1) && "the history of the rules has a gap",
      rulesHistory.some(({ note }, at) => at > 0 && note === null) && "a change of the rules has no public note",
      rules.startsAt >= rules.endsAt && "the race ends before it starts",
      document.computedAt < rules.endsAt && "it was computed before the race ended",
    ],
    `rules version ${document.rulesVersion}, first frozen ${frozenAt(document)}, SHA-256 ${hash}`,
  );
}

/** Rules that were published after the fact decide nothing wrongly, and everybody should know it. */
function frozenAt({ rules, rulesHistory }: ResultDocument): string {
  const at = rulesHistory[0]?.at ?? "";
  if (at >= rules.endsAt) return `${at}, only after the race had ended`;
  return Date.parse(at) - Date.parse(rules.startsAt) > LATE_MS ? `${at}, after the race had started` : at;
}

function micro(text: string): bigint {
  return parseDecimal(text, 6) ?? 0n;
}

function cents(text: string): bigint {
  return parseDecimal(text, 2) ?? 0n;
}

function checkPlayers({ players, exclusions, rules }: ResultDocument): Check {
  const all = [...players, ...exclusions];
  const cap = rules.cap === null ? null : micro(rules.cap);
  return judge(
    "players",
    [
      new Set(all.map(({ pseudonym }) => pseudonym)).size < all.length && "a player is listed twice",
      all.some(({ entries }) => entries === 0) && "a player without entries is listed",
      all.some(({ score }) => micro(score) === 0n) && "a player without a score is listed",
      all.some(({ score }) => cap !== null && micro(score) > cap) && "a score is above the cap",
      all.some(({ reachedAt }) => reachedAt < rules.startsAt || reachedAt > rules.endsAt) &&
        "a score was reached outside the race",
    ],
    `${players.length} players, ${exclusions.length} left out before ranking`,
  );
}

function rankedPlayers(document: ResultDocument): RankedPlayer[] {
  return document.players.map(({ pseudonym, score, reachedAt }) => ({ pseudonym, score: micro(score), reachedAt }));
}

function checkRanks(document: ResultDocument): Check {
  const players = rankedPlayers(document);
  const ranks = ranksOf(players, document.rules.tieRule);
  const wrong = document.players.find(({ rank }, at) => rank !== ranks[at]);
  const disorder = players.findIndex((player, at) => {
    const better = players[at - 1];
    return better !== undefined && !isInOrder(better, player);
  });
  return judge(
    "ranks",
    [
      disorder !== -1 && `the player at place ${disorder + 1} stands below a worse score`,
      wrong !== undefined && `the player ${wrong.pseudonym} has rank ${wrong.rank}, which is not his`,
    ],
    `ranks 1 to ${ranks.at(-1) ?? 0}, ties by the rule "${document.rules.tieRule}"`,
  );
}

/** The prize table as the pool has grown to by the scores listed. */
function tableOf({ rules, players }: ResultDocument): readonly bigint[] {
  const { growth } = rules;
  return grownPrizes(
    rules.prizes.map(cents),
    growth === undefined ? null : { share: millionthsOf(growth.share), limit: cents(growth.limit) },
    sum(players.map(({ score }) => micro(score))),
  );
}

async function checkPrizes(document: ResultDocument): Promise<Check> {
  const { rules } = document;
  const prizes = await prizesOf(
    rankedPlayers(document),
    document.players.map(({ rank }) => rank),
    {
      race: rules.race,
      prizes: tableOf(document),
      floors: (rules.floors ?? []).map(cents),
      minWager: micro(rules.minWager),
    },
  );
  const wrong = document.players.findIndex(({ prize }, at) => cents(prize) !== prizes[at]);
  const player = document.players[wrong];
  return judge(
    "prizes",
    [player !== undefined && `the player ${player.pseudonym} is given ${player.prize}, which is not his prize`],
    `${prizes.filter((prize) => prize > 0n).length} prizes, each recomputed`,
  );
}

function sum(values: readonly bigint[]): bigint {
  return values.reduce((total, value) => total + value, 0n);
}

function checkSums(document: ResultDocument): Check {
  const { players, exclusions, counts } = document;
  const entries = [...players, ...exclusions].reduce((total, row) => total + row.entries, 0);
  const pool = sum(tableOf(document));
  const awarded = sum(players.map(({ prize }) => cents(prize)));
  return judge(
    "sums",
    [
      counts.players !== players.length && "the number of players is wrong",
      counts.excluded !== exclusions.length && "the number of exclusions is wrong",
      counts.entries !== entries && "the number of entries is wrong",
      micro(document.totalScore) !== sum(players.map(({ score }) => micro(score))) && "the scores do not add up",
      cents(document.pool) !== pool && "the pool is not the sum of the prize table",
      cents(document.awarded) !== awarded && "the prizes do not add up to what is awarded",
      cents(document.leftover) !== pool - awarded && "awarded and leftover do not add up to the pool",
    ],
    `${document.awarded} awarded + ${document.leftover} left over = ${document.pool} pool`,
  );
}

function checkVersions(document: ResultDocument): Check {
  const { version, previous, difference } = document;
  const places = placesOf(document);
  const wrong = difference.find(({ pseudonym, after }) => !isSamePlace(after, places.get(pseudonym) ?? null));
  return judge(
    "versions",
    [
      (version === 1) !== (previous === null) && "only the first version has no previous one",
      previous !== null && previous.version !== version - 1 && "the previous version is not the one before",
      previous === null && difference.length > 0 && "there is a difference to nothing",
      wrong !== undefined && `the difference of player ${wrong.pseudonym} does not lead to his place`,
      difference.some(({ before, after }) => isSamePlace(before, after)) && "a difference changes nothing",
      new Set(difference.map(({ pseudonym }) => pseudonym)).size < difference.length && "a player differs twice",
    ],
    previous === null ? "first version" : `version ${version}, ${difference.length} places differ: ${previous.reason}`,
  );
}

async function checkSeal({ seal }: ResultDocument): Promise<Check> {
  if (seal === null) return judge("seal", [], "made before the first seal of the ledger");
  const { hash, ...body } = seal;
  const own = await sha256Hex(canonicalJson(asCanonical(body)));
  return judge(
    "seal",
    [own !== hash && `the seal's hash is ${own}, not ${hash}`, seal.number === 0 && "seals are numbered from 1"],
    `follows seal ${seal.number}, SHA-256 ${hash}`,
  );
}
