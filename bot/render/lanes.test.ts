import { describe, expect, it } from "vitest";
import type { LaneStandings } from "../../wire/race-lanes.js";
import { sampleRace } from "../../wire/testing/_sample-race.js";
import { lanesCard, lanesLine, laneWinners } from "./lanes.js";
import { viewLanguage } from "./view-language.js";

const language = viewLanguage("en");

const SMALL: LaneStandings = {
  title: "Small",
  counts: "improvement",
  cap: "500.000000",
  lastMonth: { from: "0.000000", below: "1000.000000" },
  prizes: ["20.00", "10.50"],
  rows: [
    { rank: 1, player: { id: "p1", name: "Ann" }, score: "480.000000", prize: "20.00" },
    { rank: 2, player: { id: "p2", name: "Ben <b>" }, score: "99.500000", prize: "10.50" },
    { rank: 3, player: { id: "p3", name: "Cho" }, score: "7.000000", prize: "0.00" },
  ],
};

function lanes(...list: LaneStandings[]) {
  return { race: "RaceAbc123", asOf: null, lanes: list };
}

describe("lanes in chats", () => {
  it("read as a whole: who takes part, what counts, the best and oneself", () => {
    const { html } = lanesCard(sampleRace(), lanes(SMALL), language, { rows: 1, marked: "p3" });
    expect(html).toMatchInlineSnapshot(`
      "🎽 <b>Lanes: ⁨November Race⁩</b>
      Prizes for players who have none of the main table.

      <b>⁨Small⁩</b> · $20, $10.50
      <i>for who wagered less than $1,000 in the month before</i>
      <i>counts what is above your wager of the same length of time before the race</i>
      <i>counts up to $500 of each player</i>
      ‎<code>1 $480.00</code> 🥇 ⁨Ann⁩ · $20
      ‎<code>3   $7.00</code> 🥉 <b>⁨Cho⁩</b>"
    `);
  });

  it("are named on the race's card and with their winners in announcements; nobody without a prize is", () => {
    const race = sampleRace({ lanes: [SMALL] });
    expect(lanesLine(race, language)!.html).toMatchInlineSnapshot(`"🎽 Lanes: ⁨Small⁩ ($20)"`);
    expect(lanesLine(sampleRace(), language)).toBeUndefined();
    const unpaid = { ...SMALL, title: "Other", rows: SMALL.rows.slice(2) };
    expect(laneWinners(lanes(SMALL, unpaid), language)!.html).toMatchInlineSnapshot(`"🎽 ⁨Small⁩: ⁨Ann⁩ · $20"`);
    expect(laneWinners(undefined, language)).toBeUndefined();
  });

  it("fit into one message, however many and long they are", () => {
    const names = SMALL.rows.map((row) => ({ ...row, player: { ...row.player, name: "W".repeat(42) } }));
    const long = { ...SMALL, title: "M".repeat(60), rows: names };
    const { html } = lanesCard(
      sampleRace({ title: "T".repeat(100) }),
      lanes(...Array.from({ length: 10 }, () => long)),
      language,
      { rows: 3 },
    );
    expect(html.replaceAll(/<[^>]*>/g, "").length).toBeLessThan(4_096);
  });
});
