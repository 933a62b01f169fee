import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { parseDecimal, parseMicroseconds, wholeCents } from "./decimal.js";
import { prizesOf, ranksOf, shareOf } from "./recompute.js";
import { fromHex, sha256Hex, toHex } from "./sha256.js";
import { verifyReceipt } from "./verify-receipt.js";
import { verifyResult } from "./verify-result.js";

function published(name: string): string {
  return readFileSync(new URL(`../docs/${name}`, import.meta.url), "utf8");
}

describe("the example of the documentation", () => {
  it("verifies, and with it the form that strangers rely on", async () => {
    const { isGood, document, checks } = await verifyResult(published("result-v1.example.jcs"));
    expect(checks.filter((check) => !check.isGood)).toEqual([]);
    expect(isGood).toBe(true);
    const proof = await verifyReceipt(JSON.parse(published("result-v1.example-receipt.json")), document!);
    expect(proof).toEqual({ isGood: true, pseudonym: "d8c796d456eeabc0a868ffc1530c373f", faults: [] });
  });
});

const player = (name: string, score: bigint, reachedAt = "2026-01-01T00:00:00.000Z") => ({
  pseudonym: name,
  score,
  reachedAt,
});

describe("recomputing", () => {
  it("ranks 1-2-2-4 over whole cents, and by time when the first to reach wins", () => {
    const players = [
      player("a", 30_000n),
      player("b", 20_009n, "2026-01-01T00:00:00.001Z"),
      player("c", 20_000n, "2026-01-01T00:00:00.002Z"),
      player("d", -1n),
      player("e", -10_000n),
    ];
    expect(ranksOf(players, "split")).toEqual([1, 2, 2, 4, 4]);
    expect(ranksOf(players, "first")).toEqual([1, 2, 3, 4, 4]);
  });

  it("pays nothing below the minimum wager and keeps that share in the leftover", async () => {
    const players = [player("a", 20_009n), player("b", 20_000n)];
    const rules = { race: "r", prizes: [100n, 51n], floors: [], minWager: 20_005n };
    const prizes = await prizesOf(players, [1, 1], rules);
    expect([75n, 76n]).toContain(prizes[0]);
    expect(prizes[1]).toBe(0n);
  });

  it("rounds shares half to even in both directions", () => {
    expect([1n, 3n, 5n, -1n, -3n].map((amount) => shareOf(amount, "0.5"))).toEqual([0n, 2n, 2n, 0n, -2n]);
    expect(shareOf(10n ** 16n, "0.333333")).toBe(3_333_330_000_000_000n);
    expect([shareOf(7n, "0"), shareOf(7n, "1")]).toEqual([0n, 7n]);
  });

  it("reads decimals and times in exactly one spelling", () => {
    expect(parseDecimal("-12.340000", 6)).toBe(-12_340_000n);
    for (const text of ["-0.000000", "1.00", "01.000000", "1", "1e6", " 1.000000", ""]) {
      expect(parseDecimal(text, 6)).toBeUndefined();
    }
    expect(parseMicroseconds("1970-01-01T00:00:01.000002Z")).toBe(1_000_002n);
    for (const text of ["1970-01-01T00:00:01.000Z", "1970-13-01T00:00:01.000002Z", "now"]) {
      expect(parseMicroseconds(text)).toBeUndefined();
    }
    expect([wholeCents(-1n), wholeCents(-10_000n), wholeCents(19_999n)]).toEqual([-1n, -1n, 1n]);
  });

  it("hashes as everybody does", async () => {
    expect(await sha256Hex("abc")).toBe("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    expect(toHex(fromHex("00ff10")!)).toBe("00ff10");
    for (const text of ["0", "0G", "FF"]) expect(fromHex(text)).toBeUndefined();
  });
});
