import { describe, expect, it } from "vitest";
import { aliasKey, checkAlias } from "./alias.js";

describe("an alias", () => {
  it.each(["Goat", "Łukasz", "山田太郎", "محمد", "Zoë 🏇", "a b c", "x".repeat(20), "נועה", "O'Neil", "1st-Rider"])(
    "may be %j",
    (alias) => {
      expect(checkAlias(alias)).toBe(alias);
    },
  );

  it("loses the blanks around it and doubles within", () => {
    expect(checkAlias("  Goat \t King ")).toBe("Goat King");
  });

  it.each([
    ["a"],
    ["x".repeat(21)],
    ["👨‍👩‍👧‍👦".repeat(5)],
    ["🏇🏇"],
    ["   "],
    ["\u202Egoat"],
    ["go\u200Bat"],
    ["go\u0000at"],
    ["g\u0300\u0301\u0302\u0303\u0304oat"],
    ["al***7KQ"],
    ["@goat"],
    ["https://x.y"],
    ["win at goat.com"],
    ["Admin"],
    ["АDМІN"],
    ["the 0fficial one"],
    ["Supp0rt"],
    ["G0ated VIPs"],
  ])("must not be %j", (alias) => {
    expect(() => checkAlias(alias)).toThrow("This alias cannot be used.");
  });

  it.each([
    ["Goat", "goat"],
    ["Goat", "gоаt"],
    ["Goat", "G 0 A T"],
    ["Illi", "lIIl"],
    ["Zoë", "zoe"],
    ["modern", "modem"],
    ["Ｗide", "wide"],
  ])("%j reads like %j", (one, other) => {
    expect(aliasKey(one)).toBe(aliasKey(other));
  });

  it.each([
    ["Goat", "Boat"],
    ["山田", "山口"],
    ["🏇1", "🐐2"],
  ])("%j does not read like %j", (one, other) => {
    expect(aliasKey(one)).not.toBe(aliasKey(other));
  });
});
