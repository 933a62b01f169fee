import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { readBetLink, readHost } from "./bet-link.js";

const HOSTS = ["goated.com", "stake.com"];

describe("readBetLink", () => {
  it.each([
    ["https://goated.com/bet/1", "https://goated.com/bet/1"],
    [" https://WWW.Goated.com/?bet=1#top ", "https://www.goated.com/?bet=1"],
    ["https://stake.com/casino/home?iid=house%3A1", "https://stake.com/casino/home?iid=house%3A1"],
  ])("takes %s", (text, link) => {
    expect(readBetLink(text, HOSTS)).toBe(link);
  });

  it.each([
    "http://goated.com/bet/1",
    "https://goated.com",
    "https://goated.com.evil.example/bet/1",
    "https://evilgoated.com/bet/1",
    "https://goated.com@evil.example/bet/1",
    "https://me:pass@goated.com/bet/1",
    "https://goated.com:8443/bet/1",
    "javascript:alert(1)//goated.com/",
    "https://evil.example/?x=goated.com",
    "https://goated.com\\@evil.example/bet",
    "bet 17",
    `https://goated.com/${"x".repeat(300)}`,
  ])("refuses %s", (text) => {
    expect(readBetLink(text, HOSTS)).toBeUndefined();
  });

  it("never leads anywhere but to an allowed host, whatever is written, and reads its own text again", () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.webUrl(),
          fc.string(),
          fc.webPath().map((path) => `https://goated.com${path}`),
        ),
        (text) => {
          const link = readBetLink(text, HOSTS);
          if (link === undefined) return;
          expect(new URL(link).hostname).toMatch(/(^|\.)(goated|stake)\.com$/);
          expect(readBetLink(link, HOSTS)).toBe(link);
        },
      ),
    );
    expect(readBetLink("https://goated.com/bet/1", [])).toBeUndefined();
  });
});

describe("readHost", () => {
  it("takes names of hosts only", () => {
    expect(readHost(" Goated.COM ")).toBe("goated.com");
    expect(["https://goated.com", "goated", "a b.com", "*.com", ""].map(readHost)).toEqual(Array(5).fill(undefined));
  });
});
