import { describe, expect, it } from "vitest";
import { sampleRow, sampleStandings } from "../../wire/testing/_sample-race.js";
import { leaderboard, MAX_PAGES, pageCount } from "./leaderboard.js";
import { viewLanguage } from "./view-language.js";

const language = viewLanguage("en");
const rows = Array.from({ length: 25 }, (_, index) => sampleRow(index + 1, { wagered: "1.000000" }));

function board(page: number, total = 25): string {
  const standings = sampleStandings(rows, { total });
  return leaderboard({ title: "Today", standings, page, withPrizes: false, timeZone: "UTC", language }).html;
}

describe("leaderboard", () => {
  it("shows ten places a page and says which page it is", () => {
    expect(board(0)).toContain("<i>1/3</i>");
    expect(board(0).match(/<code>/g)).toHaveLength(10);
    expect(board(2).match(/<code>/g)).toHaveLength(5);
    expect(board(2)).toContain("player25");
  });

  it("pays nothing, so no amounts of prizes appear", () => {
    expect(board(0)).not.toContain("·  $");
    expect(board(0)).not.toContain("$2,500.00");
  });

  it("marks the scores that were adjusted by hand, and says once what the mark means", () => {
    const adjusted = [sampleRow(1, { adjusted: "-5.000000" }), sampleRow(2)];
    const { html } = leaderboard({
      title: "Today",
      standings: sampleStandings(adjusted),
      page: 0,
      withPrizes: true,
      timeZone: "UTC",
      language,
    });
    expect(html).toMatch(/player1\S* ✎/);
    expect(html).not.toMatch(/player2\S* ✎/);
    expect(html.match(/<i>✎ adjusted by hand<\/i>/g)).toHaveLength(1);
    expect(board(0)).not.toContain("✎");
  });

  it("says so when it is empty", () => {
    const empty = leaderboard({
      title: "Today",
      standings: sampleStandings([]),
      page: 0,
      withPrizes: false,
      timeZone: "UTC",
      language,
    });
    expect(empty.html).toContain("No counted wagers yet.");
    expect(empty.html).not.toContain("1/1");
  });
});

describe("pageCount", () => {
  it.each([
    [0, 1],
    [10, 1],
    [11, 2],
    [1_000_000, MAX_PAGES],
  ])("gives %i players %i pages", (total, pages) => {
    expect(pageCount(total)).toBe(pages);
  });
});
