import { readFile } from "node:fs/promises";
import { NotFoundError } from "../../core/errors.js";
import { readResultText } from "../../core/settlement/read-result.js";
import { findBrokenSeal, readSeal } from "../../core/settlement/seals.js";
import { listVersions } from "../../core/settlement/list-versions.js";
import { RAFFLE_FORMAT, verifyRaffle } from "../../proof/raffle.js";
import { verifyReceipt } from "../../proof/verify-receipt.js";
import type { ResultDocument } from "../../proof/result-document.js";
import { faultOfSuccession } from "../../proof/verify-succession.js";
import { verifyResult, type Verification } from "../../proof/verify-result.js";
import { parseRaceId, type RaceId } from "../../wire/ids.js";
import { optionalText, type Command, type CommandInput, type CommandResult } from "../command.js";

export const verifyCommand: Command = {
  words: ["verify"],
  arguments: ["FILE|RACE"],
  options: { hash: { type: "string" }, receipt: { type: "string" }, previous: { type: "string" } },
  summary:
    "Recomputes a result: of a downloaded FILE (with --hash as announced, --receipt FILE of a player, --previous FILE of the version before), the draw of a raffle in a FILE (--hash of its seed), or all versions of a RACE and the seals of the ledger.",
  async run(input) {
    const [target = ""] = input.positionals;
    const text = await readIfFile(target);
    if (text !== undefined) return verifyFile(text, input);
    const race = parseRaceId(target);
    if (race === undefined) throw new NotFoundError(`"${target}" is neither a file nor the id of a race.`);
    return verifyRace(race, input);
  },
};

async function readIfFile(path: string): Promise<string | undefined> {
  try {
    return await readFile(path, "utf8");
  } catch (error) {
    if (error instanceof Error && "code" in error && (error.code === "ENOENT" || error.code === "EISDIR"))
      return undefined;
    throw error;
  }
}

function linesOf(verification: Verification): string[] {
  return verification.checks.map(
    ({ name, isGood, detail }) => `${isGood ? "ok  " : "FAIL"}  ${name.padEnd(9)} ${detail}`,
  );
}

async function verifyFile(text: string, { options }: CommandInput): Promise<CommandResult> {
  if (text.includes(`"${RAFFLE_FORMAT}"`)) return verifyDraw(text, optionalText(options, "hash"));
  const verification = await verifyResult(text, optionalText(options, "hash"));
  const lines = linesOf(verification);
  const path = optionalText(options, "receipt");
  let isGood = verification.isGood;
  if (path !== undefined && verification.document !== null) {
    const receipt: unknown = JSON.parse(await readFile(path, "utf8"));
    const { isGood: fits, pseudonym, faults } = await verifyReceipt(receipt, verification.document);
    isGood &&= fits;
    lines.push(fits ? `ok    receipt   it is that of ${pseudonym}` : `FAIL  receipt   ${faults.join("; ")}`);
  }
  const before = optionalText(options, "previous");
  if (before !== undefined && verification.document !== null) {
    const fault = await faultSince(await readFile(before, "utf8"), verification.document);
    isGood &&= fault === null;
    lines.push(fault === null ? "ok    previous  it follows that version" : `FAIL  previous  ${fault}`);
  }
  const { document, checks } = verification;
  const json = { isGood, race: document?.race ?? null, version: document?.version ?? null, checks };
  return { json, text: [...lines, isGood ? "The result is good." : "The result does not verify."].join("\n"), isGood };
}

/** @param text the file of the version before */
async function faultSince(text: string, document: ResultDocument): Promise<string | null> {
  const { isGood, document: before } = await verifyResult(text);
  return isGood && before !== null ? faultOfSuccession(before, document) : "that version does not verify itself";
}

/** @param announced hash of the seed, as it was published when the raffle began */
async function verifyDraw(text: string, announced: string | undefined): Promise<CommandResult> {
  const { isGood, document, checks } = await verifyRaffle(text, announced);
  const lines = checks.map(
    ({ name, isGood: fits, detail }) => `${fits ? "ok  " : "FAIL"}  ${name.padEnd(10)} ${detail}`,
  );
  const json = { isGood, raffle: document?.raffle ?? null, checks };
  return { json, text: [...lines, isGood ? "The draw is good." : "The draw does not verify."].join("\n"), isGood };
}

/** What a document says of its surroundings, held against them: its race, the version before it, its seal. */
async function faultOfPlaceInChain(
  { pool }: CommandInput["context"],
  race: RaceId,
  before: ResultDocument | null,
  document: ResultDocument,
): Promise<string | null> {
  if (document.race !== race) return "it is of another race";
  if (before !== null) {
    const fault = faultOfSuccession(before, document);
    if (fault !== null) return fault;
  }
  const seal = document.seal === null ? undefined : await readSeal(pool, document.seal.number);
  return document.seal?.hash === seal?.hash ? null : "the seal it names is not one of the ledger's";
}

async function verifyRace(race: RaceId, { context }: CommandInput): Promise<CommandResult> {
  const versions = await listVersions(context, race);
  const results = [];
  let before: ResultDocument | null = null;
  for (const { version, documentHash } of versions) {
    const { document, checks, ...verified } = await verifyResult(
      await readResultText(context, race, version),
      documentHash,
    );
    const fault: string | null = document === null ? null : await faultOfPlaceInChain(context, race, before, document);
    results.push({ version, documentHash, isGood: verified.isGood && fault === null, checks, fault });
    before = document;
  }
  const brokenSeal = await findBrokenSeal(context);
  const isGood = brokenSeal === null && results.every((result) => result.isGood);
  const lines = results.flatMap(({ version, checks, fault }) => [
    `Version ${version}`,
    ...checks.map(({ name, isGood: fits, detail }) => `  ${fits ? "ok  " : "FAIL"}  ${name.padEnd(9)} ${detail}`),
    fault === null ? "  ok    chain     it stands where it belongs" : `  FAIL  chain     ${fault}`,
  ]);
  const seals =
    brokenSeal === null
      ? "ok    the seals of the ledger are unbroken"
      : `FAIL  seal ${brokenSeal} does not fit the ledger`;
  return { json: { isGood, race, versions: results, brokenSeal }, text: [...lines, seals].join("\n"), isGood };
}
