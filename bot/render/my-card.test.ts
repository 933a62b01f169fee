import { describe, expect, it } from "vitest";
import { sampleRow, sampleStanding, sampleStandings } from "../../wire/testing/_sample-race.js";
import { myCard } from "./my-card.js";
import { viewLanguage } from "./view-language.js";

const around = sampleStandings(
  [3, 4, 5, 6, 7].map((rank) => sampleRow(rank)),
  { total: 55 },
);
const place = { playerId: "p5", name: undefined, around, standing: sampleStanding() };

function card(changes: Partial<Parameters<typeof myCard>[0]> = {}): string {
  const view = { title: "November Race", places: [place], isShort: false, age: around, timeZone: "UTC" };
  return myCard({ ...view, language: viewLanguage("en"), ...changes }).html.replaceAll(/[\u200e\u2068\u2069]/g, "");
}

describe("myCard", () => {
  it("tells rank, amount, prize and distances in neutral words", () => {
    expect(card()).toMatchInlineSnapshot(`
      "👤 <b>My place: November Race</b>

      player5: Rank <b>5 of 55</b>
      Wagered: <b>$67,901.78</b>
      Prize at this rank: <b>$0.00</b>
      Gap to the place above: $12.34
      Distance to the next prize step, rank 3: $250.00
      Ahead of the place below by: $3.00
      At the pace so far, by the end: $1,800.00

      <code>3 $90,123.78</code> 🥉 player3 · $1,000
      <code>4 $79,012.78</code> player4
      <code>5 $67,901.78</code> <b>player5</b>
      <code>6 $56,790.78</code> player6
      <code>7 $45,679.78</code> player7

      <i>As of <tg-time unix="1795341723" format="T">10:02:03 UTC</tg-time> · v4711</i>"
    `);
  });

  it("calls a person by his full name where nobody else reads it", () => {
    expect(card({ places: [{ ...place, name: "Full Name" }] })).toContain("Full Name: Rank");
  });

  it("is short where a group reads along", () => {
    expect(card({ isShort: true })).not.toContain("player4");
  });

  it("speaks of no gap above the leader and of no step when there is none", () => {
    const leader = sampleStandings([sampleRow(1)], { total: 1 });
    const standing = sampleStanding({ rank: 1, gapUp: null, gapDown: null, nextPaidRank: null, needed: null });
    const text = card({ places: [{ ...place, playerId: "p1", around: leader, standing }] });
    expect(text).not.toMatch(/Gap|Distance|Ahead/);
  });

  it("names the next prize step only when it is not the place above", () => {
    const same = { ...place, standing: sampleStanding({ needed: "12.350000", nextPaidRank: 4 }) };
    expect(card({ places: [same] })).not.toContain("next prize step");
  });

  it("says that nothing was counted yet instead of showing zeros", () => {
    const nobody = { ...place, playerId: "p9", around: sampleStandings([]), standing: sampleStanding({ rank: null }) };
    expect(card({ places: [nobody] })).toContain("No counted wager in this window yet.");
    expect(card({ places: [nobody] })).not.toContain("$0.00");
  });

  it("shows no prizes on a leaderboard", () => {
    expect(card({ places: [{ ...place, standing: undefined }] })).not.toMatch(/Prize|\$1,000\.00/);
  });
});
