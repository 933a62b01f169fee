import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { sampleRace, sampleRow, sampleStandings } from "../../wire/testing/_sample-race.js";
import { raceCard } from "./race-card.js";
import { viewLanguage } from "./view-language.js";

const now = new Date("2026-11-28T00:00:00Z");
const language = viewLanguage("en");
const rows = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10].map((rank) => sampleRow(rank));

function card(changes: Partial<Parameters<typeof raceCard>[0]> = {}): string {
  const standings = sampleStandings(rows, { total: 55 });
  return raceCard({ race: sampleRace(), standings, now, maxRows: 10, language, ...changes }).html;
}

/** What Telegram counts: the text after parsing. */
function visible(html: string): string {
  return html.replaceAll(/<[^>]*>/g, "").replaceAll(/[\u200e\u2068\u2069]/g, "");
}

describe("raceCard", () => {
  it("reads as a whole", () => {
    expect(card({ maxRows: 4 })).toMatchInlineSnapshot(`
      "🏁 <b>⁨November Race⁩</b>
      Live · Ends <tg-time unix="1796083200" format="r">in 3 days</tg-time> (<tg-time unix="1796083200" format="Dt">Dec 1, 2026, 00:00 UTC</tg-time>)
      Prize pool: <b>$5,000.00</b> · 55 players

      ‎<code>1 $112,345.78</code> 🥇 ⁨player1⁩ · $2,500
      ‎<code>2 $101,234.78</code> 🥈 ⁨player2⁩ · $1,500
      ‎<code>3  $90,123.78</code> 🥉 ⁨player3⁩ · $1,000
      ‎<code>4  $79,012.78</code> ⁨player4⁩
      <i>and 51 more players</i>

      <i>As of <tg-time unix="1795341723" format="T">10:02:03 UTC</tg-time> · v4711</i>"
    `);
  });

  it("speaks the other language with its own numbers and dates", () => {
    const german = visible(card({ language: viewLanguage("de"), maxRows: 1 })).replaceAll(/\p{Zs}/gu, " ");
    expect(german).toContain("Läuft · Ende in 3 Tagen (1. Dez. 2026, 00:00 UTC)");
    expect(german).toContain("Preistopf: 5.000,00 $ · 55 Spieler");
    expect(german).toContain("1 112.345,78 $ 🥇 player1 · 2.500 $");
    expect(german).toContain("und 54 weitere Spieler");
  });

  it("says that data is delayed and since when, and never shows zeros instead", () => {
    const late = sampleStandings(rows, { stale: true });
    expect(visible(card({ standings: late }))).toContain(
      "⚠️ Data delayed. Newest figures are from Nov 22, 2026, 10:02 UTC.",
    );
    expect(visible(card({ standings: sampleStandings([], { asOf: null, stale: true }) }))).toContain(
      "⚠️ Data delayed. No figures have arrived yet.",
    );
  });

  it.each([
    ["scheduled", "Not started · Starts"],
    ["settling", "Ended, being counted · Ended Dec 1, 2026, 00:00 UTC"],
    ["provisional", "Provisional result · Ended Dec 1, 2026, 00:00 UTC"],
    ["final", "Final result · Ended"],
    ["paid", "Final result, paid · Ended"],
    ["void", "Cancelled"],
  ] as const)("names the state %s", (status, line) => {
    const text = visible(card({ race: sampleRace({ status }) }));
    expect(text).toContain(line);
  });

  it("shows no board before the start and says so when nobody has wagered", () => {
    expect(card({ race: sampleRace({ status: "scheduled" }) })).not.toContain("player1");
    expect(card({ standings: sampleStandings([]) })).toContain("No counted wagers yet.");
    expect(card({ standings: undefined, race: sampleRace({ status: "final" }) })).not.toContain("No counted wagers");
  });

  it("gives equal places the same medal and leaves the next one out", () => {
    const tied = [sampleRow(1), sampleRow(2), sampleRow(2, { player: { id: "p3", name: "c" } }), sampleRow(4)];
    const medals = visible(card({ standings: sampleStandings(tied) })).match(/🥇|🥈|🥉/gu);
    expect(medals).toEqual(["🥇", "🥈", "🥈"]);
  });

  it("lines amounts up in columns of one width", () => {
    const mixed = [
      sampleRow(1, { wagered: "1234567.000000" }),
      sampleRow(2, { wagered: "99.500000" }),
      sampleRow(10, { wagered: "0.010000" }),
    ];
    const columns = [...card({ standings: sampleStandings(mixed) }).matchAll(/<code>(.*?)<\/code>/g)];
    expect(columns.map((match) => match[1])).toEqual([" 1 $1,234,567.00", " 2        $99.50", "10         $0.01"]);
  });

  it("stays within one message and parses, whatever names and titles hold", () => {
    const nasty = fc.oneof(
      fc.string({ unit: "binary", maxLength: 120 }),
      fc.constantFrom(
        "_*[`<b>",
        "</code></b>",
        "\u202Eevil",
        "👨‍👩‍👧‍👦".repeat(30),
        "ﷺ".repeat(100),
        "a\nb",
        `z${"\u0489".repeat(500)}`,
      ),
    );
    fc.assert(
      fc.property(fc.array(nasty, { minLength: 10, maxLength: 10 }), nasty, (names, title) => {
        const named = names.map((name, index) => sampleRow(index + 1, { player: { id: `p${index}`, name } }));
        const text = card({ race: sampleRace({ title }), standings: sampleStandings(named) });
        expect(Array.from(text.replaceAll(/<[^>]*>/g, "")).length).toBeLessThanOrEqual(4096);
        expect(text.match(/<(?!\/?(b|i|code|tg-time)[ >])/g)).toBeNull();
        expect(text.split("<code>").length).toBe(text.split("</code>").length);
        expect(text.split("\n").length).toBe(
          card({ maxRows: 10, standings: sampleStandings(rows) }).split("\n").length,
        );
      }),
      { numRuns: 50 },
    );
  });
});
