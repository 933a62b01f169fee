import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { displayName, NAME_LENGTH } from "./names.js";

const inside = (name: string, length?: number): string => displayName(name, length).slice(1, -1);

describe("displayName", () => {
  it("isolates every name, so that one in Arabic cannot turn the amounts beside it round", () => {
    expect(displayName("علي")).toBe("\u2068علي\u2069");
  });

  it.each([
    ["an override", "abc\u202Edef", "abcdef"],
    ["isolates that are not closed", "\u2066\u2067evil", "evil"],
    ["zero-width letters", "a\u200Bb\uFEFFc\u2060d", "abcd"],
    ["line breaks and tabs", "a\n\n\tb", "a b"],
    ["NUL and other controls", "a\u0000\u0007b", "ab"],
    ["Hangul and Braille blanks", "\u3164\u2800x", "x"],
  ])("takes out %s", (_what, name, shown) => {
    expect(inside(name)).toBe(shown);
  });

  it("shows a question mark for a name of which nothing can be seen", () => {
    expect(inside("\u200B\u3164  ")).toBe("?");
    expect(inside("\u200D\uFE0F")).toBe("?");
    expect(inside("")).toBe("?");
  });

  it("counts and cuts letters as people see them", () => {
    const family = "👨‍👩‍👧‍👦";
    expect(inside(family.repeat(3), 3)).toBe(family.repeat(3));
    expect(inside(family.repeat(4), 3)).toBe(`${family}${family}…`);
    expect(inside("🏴󠁧󠁢󠁥󠁮󠁧󠁿🇩🇪👍🏽", 3)).toBe("🏴󠁧󠁢󠁥󠁮󠁧󠁿🇩🇪👍🏽");
  });

  it("keeps the marks scripts need and cuts stacks of hundreds", () => {
    expect(inside("ที่")).toBe("ที่");
    expect(Array.from(inside(`e${"\u0301".repeat(10_000)}`)).length).toBeLessThanOrEqual(5);
  });

  it("never grows past its length, whatever it is given", () => {
    const segmenter = new Intl.Segmenter("und", { granularity: "grapheme" });
    fc.assert(
      fc.property(fc.string({ unit: "binary", maxLength: 200 }), (name) => {
        const shown = inside(name);
        expect([...segmenter.segment(shown)].length).toBeLessThanOrEqual(NAME_LENGTH);
        expect(Array.from(shown).length).toBeLessThanOrEqual(NAME_LENGTH * 16);
        expect(shown).not.toMatch(/[\n\r\u202a-\u202e\u2066-\u2069]/);
      }),
    );
  });
});
