import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { formatsFor, plural } from "./format.js";

const en = formatsFor("en");
const de = formatsFor("de");
const plain = (text: string): string => text.replaceAll(/\p{Zs}/gu, " ");

describe("money", () => {
  it("always shows two decimals and the language's own separators", () => {
    expect(en.money("1234.560000")).toBe("$1,234.56");
    expect(en.money("5000")).toBe("$5,000.00");
    expect(plain(de.money("1234567.5"))).toBe("1.234.567,50 $");
  });

  it("cuts unfinished cents instead of rounding them up to a rank that is not reached", () => {
    expect(en.money("0.999999")).toBe("$0.99");
    expect(en.money("99.995000")).toBe("$99.99");
    expect(en.money("-0.001000")).toBe("-$0.01");
    expect(en.money("-1.250000")).toBe("-$1.25");
    expect(en.money("-0.000000")).toBe("$0.00");
  });

  it("keeps every digit of amounts a float could not hold", () => {
    expect(en.money("9007199254740993.170000")).toBe("$9,007,199,254,740,993.17");
  });

  it("shows exactly the digits of any amount", () => {
    fc.assert(
      fc.property(fc.bigInt({ min: 0n, max: 10n ** 16n }), (micro) => {
        const digits = micro.toString().padStart(7, "0");
        const shown = en.money(`${digits.slice(0, -6)}.${digits.slice(-6)}`);
        expect(shown.replaceAll(/[$,.]/g, "").replace(/^0+(?=\d)/, "")).toBe((micro / 10_000n).toString());
      }),
    );
  });

  it("refuses what is not a decimal", () => {
    expect(() => en.money("1e5")).toThrow(RangeError);
  });
});

describe("duration", () => {
  it("names the two largest units in the language's own plural", () => {
    expect(en.duration(((3 * 24 + 1) * 60 + 59) * 60_000)).toBe("3 days 1 hour");
    expect(plain(de.duration(26 * 3_600_000))).toBe("1 Tag, 2 Stunden");
    expect(en.duration(90_000)).toBe("1 minute 30 seconds");
  });

  it("leaves out a second unit of zero and never goes below zero", () => {
    expect(en.duration(86_400_000)).toBe("1 day");
    expect(en.duration(-5)).toBe("0 seconds");
  });
});

describe("relative", () => {
  it("counts in the largest unit, both ways", () => {
    expect(en.relative(3 * 86_400_000 + 5)).toBe("in 3 days");
    expect(en.relative(-90_000)).toBe("1 minute ago");
    expect(de.relative(2 * 3_600_000)).toBe("in 2 Stunden");
  });
});

describe("dates", () => {
  const instant = new Date("2026-12-01T00:00:00Z");

  it("are written in the zone asked for and name it", () => {
    expect(en.date(instant, { timeZone: "UTC", withTime: true })).toBe("Dec 1, 2026, 00:00 UTC");
    expect(de.date(instant, { timeZone: "America/New_York", withTime: true })).toBe("30. Nov. 2026, 19:00 GMT-5");
    expect(en.timeOfDay(instant, "UTC")).toBe("00:00:00 UTC");
  });
});

describe("plural", () => {
  it("falls back to the form every language has", () => {
    const polish = new Intl.PluralRules("pl");
    expect(plural(polish, 3, { one: "a", few: "b", other: "c" })).toBe("b");
    expect(plural(polish, 5, { one: "a", few: "b", other: "c" })).toBe("c");
  });
});
