import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { InvalidInputError } from "../errors.js";
import { parseDrop, writeOutCodes } from "./drop-input.js";

const now = new Date("2026-11-20T12:00:00Z");
const expiresAt = new Date("2026-11-20T13:00:00Z");

function faults(input: Partial<Parameters<typeof parseDrop>[0]>): string[] {
  try {
    parseDrop({ title: "Friday", amount: "5", expiresAt, ...input }, now);
    return [];
  } catch (error) {
    return error instanceof InvalidInputError ? error.issues.map(({ path }) => path) : [String(error)];
  }
}

describe("parseDrop", () => {
  it("takes an amount with a number of claims, or codes that are counted", () => {
    expect(parseDrop({ title: " Friday ", amount: "5", claims: 3, expiresAt }, now)).toMatchObject({
      title: "Friday",
      amount: 500n,
      claims: 3,
      opensAt: now,
    });
    expect(parseDrop({ title: "F", codes: ["A x 2", "", "B"], expiresAt, word: " Lucky-7 " }, now)).toMatchObject({
      amount: null,
      claims: 3,
      codes: ["A", "A", "B"],
      word: "lucky-7",
    });
  });

  it.each<[Parameters<typeof faults>[0], string]>([
    [{ title: " " }, "title"],
    [{ amount: "0" }, "amount"],
    [{ codes: ["A"] }, "amount"],
    [{ amount: undefined }, "amount"],
    [{ claims: 0 }, "claims"],
    [{ claims: 1.5 }, "claims"],
    [{ word: "abc" }, "word"],
    [{ minWager: "-1" }, "minWager"],
    [{ minWagerDays: 0 }, "minWagerDays"],
    [{ expiresAt: now }, "expiresAt"],
  ])("refuses %j", (input, path) => {
    expect(faults(input)).toEqual([path]);
  });
});

describe("writeOutCodes", () => {
  it("writes every code as often as its line says, and never more than a drop can hold", () => {
    const line = fc.tuple(fc.stringMatching(/^[A-Z0-9]{1,10}$/), fc.integer({ min: 1, max: 30 }));
    fc.assert(
      fc.property(fc.array(line, { maxLength: 8 }), (lines) => {
        const written = writeOutCodes(lines.map(([code, times]) => (times === 1 ? code : `${code} x ${times}`)));
        expect(written).toEqual(lines.flatMap(([code, times]) => Array.from({ length: times }, () => code)));
      }),
    );
    expect(writeOutCodes(["A x 99999"])).toHaveLength(10_001);
  });
});
