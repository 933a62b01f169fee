import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { canonicalJson } from "./canonical-json.js";
import { drawWinners, hashOfList, RAFFLE_FORMAT, type RaffleDocument, ticketsOf, verifyRaffle } from "./raffle.js";
import { sha256Hex } from "./sha256.js";

const SEED = "5e".repeat(32);

async function draw(tickets: readonly number[], prizes: string[] = ["100.00", "50.00"]): Promise<RaffleDocument> {
  const participants = tickets.map((count, at) => ({
    pseudonym: String(at).padStart(32, "0"),
    wagered: `${count * 1_000 + at}.500000`,
    tickets: count + Math.floor(at / 1_000),
  }));
  const listHash = await hashOfList(participants);
  return {
    format: RAFFLE_FORMAT,
    raffle: "1",
    title: "November",
    startsAt: "2026-11-01T00:00:00.000Z",
    endsAt: "2026-12-01T00:00:00.000Z",
    ticketPrice: "1000.000000",
    prizes,
    commitment: await sha256Hex(SEED),
    seed: SEED,
    participants,
    listHash,
    winners: await drawWinners(SEED, listHash, participants, prizes),
  };
}

const text = (document: RaffleDocument): string => canonicalJson(JSON.parse(JSON.stringify(document)));

async function faultOf(change: (document: RaffleDocument) => void, announced?: string): Promise<string[]> {
  const document = await draw([5, 1, 30, 2]);
  change(document);
  const { checks } = await verifyRaffle(text(document), announced);
  return checks.filter(({ isGood }) => !isGood).map(({ name }) => name);
}

describe("ticketsOf", () => {
  it("keeps every fraction: parts that are recorded one by one give the tickets of their sum", () => {
    fc.assert(
      fc.property(fc.array(fc.bigInt(0n, 3_000_000_000n), { maxLength: 20 }), (parts) => {
        const sum = parts.reduce((total, part) => total + part, 0n);
        const price = 1_000_000_000n;
        expect(ticketsOf(sum, price)).toBe(Number(sum / price));
        // The control: rounding each poll by itself eats tickets.
        const rounded = parts.reduce((total, part) => total + ticketsOf(part, price), 0);
        expect(rounded).toBeLessThanOrEqual(ticketsOf(sum, price));
      }),
    );
    expect(ticketsOf(999_999_999n, 1_000_000_000n)).toBe(0);
    expect(ticketsOf(-5n, 1_000_000_000n)).toBe(0);
    expect([ticketsOf(1_999_000_000n, 1_000_000_000n) * 2, ticketsOf(3_998_000_000n, 1_000_000_000n)]).toEqual([2, 3]);
  });
});

describe("a draw", () => {
  it("verifies, with anybody once at most and nobody without a ticket", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.nat({ max: 50 }), { maxLength: 12 }),
        fc.nat({ max: 8 }),
        async (tickets, prizes) => {
          const document = await draw(
            tickets,
            Array.from({ length: prizes + 1 }, () => "5.00"),
          );
          const { isGood, checks } = await verifyRaffle(text(document), document.commitment);
          expect([isGood, checks.filter((check) => !check.isGood)]).toEqual([true, []]);
          const names = document.winners.map(({ pseudonym }) => pseudonym);
          expect(new Set(names).size).toBe(names.length);
          expect(names.length).toBe(Math.min(prizes + 1, tickets.filter((count) => count > 0).length));
          const holders = document.participants.filter((one) => one.tickets > 0).map(({ pseudonym }) => pseudonym);
          expect(names.every((name) => holders.includes(name))).toBe(true);
        },
      ),
      { numRuns: 60 },
    );
  });

  it("favours nobody beyond his tickets: 3 of 4 tickets win 3 of 4 draws", async () => {
    const list = [
      { pseudonym: "a", wagered: "3", tickets: 3 },
      { pseudonym: "b", wagered: "1", tickets: 1 },
    ];
    let wins = 0;
    for (let seed = 0; seed < 2_000; seed++) {
      const [winner] = await drawWinners(String(seed), "x", list, ["1.00"]);
      if (winner?.pseudonym === "a") wins += 1;
    }
    // Five standard deviations of a fair draw: 5 × √(2000 × ¾ × ¼) ≈ 97.
    expect(Math.abs(wins - 1_500)).toBeLessThan(97);
  });

  it.each<[string, (document: RaffleDocument) => void, string[]]>([
    ["another seed", (one) => (one.seed = "00".repeat(32)), ["commitment", "winners"]],
    ["another winner", (one) => (one.winners[0]!.pseudonym = "x".repeat(32)), ["winners"]],
    ["a larger prize", (one) => (one.winners[0]!.prize = "900.00"), ["winners"]],
    ["one ticket more", (one) => (one.participants[1]!.tickets += 1), ["list", "tickets", "winners"]],
    ["somebody left out", (one) => one.participants.pop(), ["list", "winners"]],
    ["somebody twice", (one) => one.participants.push(one.participants[0]!), ["list", "winners"]],
  ])("does not verify with %s", async (_name, change, faults) => {
    const found = await faultOf(change);
    expect(found.length).toBeGreaterThan(0);
    expect(faults).toEqual(expect.arrayContaining(found));
  });

  it("does not verify against the hash of another seed, nor when it is no draw at all", async () => {
    expect(await faultOf(() => undefined)).toEqual([]);
    expect(await faultOf(() => undefined, "0".repeat(64))).toEqual(["commitment"]);
    for (const bad of ["", "[]", "{}", '{"format":"goatedvips-raffle-v1"}', "not json"]) {
      expect((await verifyRaffle(bad)).checks.map(({ name }) => name)).toEqual(["form"]);
    }
  });
});
