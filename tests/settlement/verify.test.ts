import { describe, expect, it } from "vitest";
import { canonicalJson } from "../../proof/canonical-json.js";
import type { ResultDocument } from "../../proof/result-document.js";
import { verifyReceipt } from "../../proof/verify-receipt.js";
import { asCanonical, documentHash, verifyResult } from "../../proof/verify-result.js";
import { faultOfSuccession } from "../../proof/verify-succession.js";
import { createTestDatabase } from "../_database.js";
import { exampleResult } from "./_example.js";

async function example() {
  await using database = await createTestDatabase();
  return await exampleResult(database.pool);
}

/** What a forger would do who also writes a new hash into the file. */
async function forged(text: string, change: (document: ResultDocument) => void): Promise<string> {
  const document = JSON.parse(text) as ResultDocument;
  change(document);
  document.documentHash = await documentHash(document);
  return canonicalJson(asCanonical(document));
}

describe("verifying a result document", () => {
  it("passes what we publish, shares an odd cent of a tie, and proves receipts of ranked and of excluded players", async () => {
    const { text, first, receipts } = await example();
    for (const version of [first, text]) {
      const { checks } = await verifyResult(version, (JSON.parse(version) as ResultDocument).documentHash);
      expect(checks.filter(({ isGood }) => !isGood)).toEqual([]);
      expect(checks).toHaveLength(10);
    }
    const { document } = await verifyResult(text);
    expect(document!.players.map(({ rank, score }) => [rank, score])).toEqual([
      [1, "5000.000000"],
      [2, "200.000000"],
      [2, "200.000000"],
      [4, "170.000000"],
      [5, "150.000000"],
      [6, "60.000000"],
      [7, "45.000000"],
      [8, "9.000000"],
    ]);
    expect(
      document!.players
        .slice(1, 3)
        .map(({ prize }) => prize)
        .sort(),
    ).toEqual(["37.50", "37.51"]);
    for (const proof of receipts) expect((await verifyReceipt(proof, document!)).faults).toEqual([]);
  });

  it("fails with any one digit changed, anywhere", async () => {
    const { text } = await example();
    const digits = [...text.matchAll(/\d/g)].map(({ index }) => index);
    expect(digits.length).toBeGreaterThan(1_000);
    const passed: string[] = [];
    for (const at of digits) {
      const other = (Number(text[at]) + 1 + (at % 9)) % 10;
      const changed = `${text.slice(0, at)}${other}${text.slice(at + 1)}`;
      if ((await verifyResult(changed)).isGood) passed.push(text.slice(at - 20, at + 20));
    }
    expect(passed).toEqual([]);
  }, 60_000);

  it("fails when a forger changes scores, ranks, prizes, sums, rules or history and writes a fitting hash", async () => {
    const { text } = await example();
    const forgeries: Record<string, (document: ResultDocument) => void> = {
      "a better score": (d) => void (d.players[4]!.score = "160.000000"),
      "a better score, added up": (d) => {
        d.players[4]!.score = "180.000000";
        d.totalScore = "5864.000000";
      },
      "another rank": (d) => void (d.players[3]!.rank = 3),
      "another prize": (d) => void (d.players[0]!.prize = "101.00"),
      "the odd cent given to the other": (d) => {
        [d.players[1]!.prize, d.players[2]!.prize] = [d.players[2]!.prize, d.players[1]!.prize];
      },
      "a prize below the minimum wager": (d) => void (d.players[7]!.prize = "1.00"),
      "a larger table": (d) => void (d.rules.prizes[0] = "200.00"),
      "another tie rule": (d) => void (d.rules.tieRule = "first"),
      "a later end": (d) => void (d.rules.endsAt = d.rules.endsAt.replace(/^\d{4}/, "2099")),
      "a player more": (d) => void d.players.push({ ...d.players[7]!, rank: 9 }),
      "a player less": (d) => void d.players.pop(),
      "a player left out": (d) => void d.exclusions.pop(),
      "an order that is not one": (d) => void (d.players = d.players.toReversed()),
      "a score above the cap": (d) => void (d.players[0]!.score = "5000.000001"),
      "a difference that leads elsewhere": (d) =>
        void (d.difference[0]!.after = { rank: 1, score: "1.000000", prize: "0.00" }),
      "no previous version": (d) => void (d.previous = null),
      "a change without a note": (d) => void (d.rulesHistory[1]!.note = null),
      "another seal": (d) => void (d.seal!.entries += 1),
      "a member nobody knows": (d) => void Object.assign(d, { note: "trust me" }),
    };
    const passed = [];
    for (const [name, forgery] of Object.entries(forgeries)) {
      if ((await verifyResult(await forged(text, forgery))).isGood) passed.push(name);
    }
    expect(passed).toEqual([]);
    expect((await verifyResult(await forged(text, () => undefined))).isGood).toBe(true);
  });

  it("fails against a hash announced elsewhere, however well the file fits itself", async () => {
    const { text, first } = await example();
    const announced = (JSON.parse(text) as ResultDocument).documentHash;
    const harmless = await forged(text, (d) => void (d.computedAt = d.computedAt.replace(/^\d{4}/, "2098")));
    expect((await verifyResult(harmless)).isGood).toBe(true);
    expect((await verifyResult(harmless, announced)).isGood).toBe(false);
    expect((await verifyResult(first, announced)).isGood).toBe(false);
  });

  it("follows the version before it only if its difference tells everything that changed", async () => {
    const { text, first } = await example();
    const read = async (file: string) => (await verifyResult(file)).document!;
    const before = await read(first);
    expect(faultOfSuccession(before, await read(text))).toBeNull();
    const changes: [RegExp, (document: ResultDocument) => void][] = [
      [/is not in the difference/, (d) => void d.difference.pop()],
      [/was not where it says/, (d) => void (d.difference[0]!.before = { rank: 1, score: "1.000000", prize: "0.00" })],
      [/another history of the rules/, (d) => void (d.rulesHistory[0]!.note = "as announced")],
      [/does not name this version/, (d) => void (d.previous!.documentHash = d.rulesHash)],
    ];
    for (const [fault, change] of changes) {
      const changed = await read(await forged(text, change));
      expect(faultOfSuccession(before, changed)).toMatch(fault);
    }
    expect(faultOfSuccession(before, { ...(await read(text)), race: "0000000000" })).toMatch(/another race/);
    expect(faultOfSuccession(before, { ...(await read(text)), seal: null })).toMatch(/older/);
    expect(faultOfSuccession(await read(text), before)).not.toBeNull();
  });

  it("says when rules were frozen after the fact", async () => {
    const { text } = await example();
    const detailOf = async (frozen: (d: ResultDocument) => string) => {
      const { checks } = await verifyResult(await forged(text, (d) => void (d.rulesHistory[0]!.at = frozen(d))));
      return checks.find(({ name }) => name === "rules")!.detail;
    };
    expect(await detailOf((d) => d.rules.startsAt)).not.toMatch(/after/);
    expect(await detailOf((d) => d.rules.endsAt)).toMatch(/only after the race had ended/);
    const middle = (d: ResultDocument) => (Date.parse(d.rules.startsAt) + Date.parse(d.rules.endsAt)) / 2;
    expect(await detailOf((d) => new Date(middle(d)).toISOString())).toMatch(/after the race had started/);
  });

  it.each(["", "{", "[]", "null", "{}", '{"format":"goatedvips.result/1"}'])(
    "says what is wrong with %j",
    async (text) => {
      const { isGood, checks, document } = await verifyResult(text);
      expect({ isGood, document }).toEqual({ isGood: false, document: null });
      expect(checks[0]!.detail).not.toBe("");
    },
  );

  it("takes no other spelling of the same content", async () => {
    const { text } = await example();
    expect((await verifyResult(`${text}\n`)).isGood).toBe(true);
    for (const spelling of [
      ` ${text}`,
      JSON.stringify(JSON.parse(text), null, 1),
      text.replace('{"awarded"', '{"awarded":"1.00","awarded"'),
    ]) {
      expect((await verifyResult(spelling)).isGood).toBe(false);
    }
  });
});

describe("verifying a receipt", () => {
  it("fails with any one digit changed, and for anything but its own document", async () => {
    const { text, first, receipts } = await example();
    const { document } = await verifyResult(text);
    const { document: earlier } = await verifyResult(first);
    const passed: string[] = [];
    for (const proof of receipts) {
      const whole = JSON.stringify(proof);
      for (const { index: at } of whole.matchAll(/\d/g)) {
        const changed = `${whole.slice(0, at)}${(Number(whole[at]) + 1 + (at % 9)) % 10}${whole.slice(at + 1)}`;
        if ((await verifyReceipt(JSON.parse(changed), document!)).isGood) passed.push(whole.slice(at - 20, at + 20));
      }
      expect((await verifyReceipt(proof, earlier!)).isGood).toBe(false);
      expect((await verifyReceipt({ ...proof, entries: [] }, document!)).isGood).toBe(false);
      expect((await verifyReceipt({ ...proof, entries: [...proof.entries, ...proof.entries] }, document!)).isGood).toBe(
        false,
      );
    }
    expect(passed).toEqual([]);
    for (const nonsense of [null, 7, "receipt", {}, []])
      expect((await verifyReceipt(nonsense, document!)).isGood).toBe(false);
  });

  it("counts a wager at the first moment of the race and none at its last, a total the other way round", async () => {
    const { text, receipts } = await example();
    const { document } = await verifyResult(text);
    const proof = receipts.find(({ entries }) => entries.length === 1)!;
    const at = `${proof.entries[0]!.occurredAt.slice(0, 23)}Z`;
    const isOutside = async (kind: "wager" | "snapshot", rules: { startsAt?: string; endsAt?: string }) => {
      const [entry] = proof.entries.map((one) => ({ ...one, kind, occurredAt: at.replace("Z", "000Z") }));
      const { faults } = await verifyReceipt(
        { ...proof, entries: [entry] },
        { ...document!, rules: { ...document!.rules, ...rules } },
      );
      return faults.some((fault) => fault.includes("outside the race"));
    };
    expect([await isOutside("wager", { startsAt: at }), await isOutside("wager", { endsAt: at })]).toEqual([
      false,
      true,
    ]);
    expect([await isOutside("snapshot", { startsAt: at }), await isOutside("snapshot", { endsAt: at })]).toEqual([
      true,
      false,
    ]);
  });
});
