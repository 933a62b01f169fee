import { describe, expect, it } from "vitest";
import { tellDailyDigests } from "../../core/announcements/daily-digest.js";
import { changeSettings } from "../../core/people/settings.js";
import { takeBreak } from "../../core/people/breaks.js";
import { finalizeRace } from "../../core/settlement/finalize-race.js";
import { correctResult, settleRace } from "../../core/settlement/settle-race.js";
import type { Person } from "../../sandbox/telegram/actors/person.js";
import { type RaceId, telegramUserId } from "../../wire/ids.js";
import type { NotificationCategory } from "../../wire/settings.js";
import { addEntries } from "../core/_world.js";
import { outboxIsQuiet, outboxStates, textOf, zoneAt } from "./_outbox.js";
import { normal, startStory, type Story } from "./_story.js";

async function wants(story: Story, person: Person, category: NotificationCategory, isOn = true): Promise<void> {
  await changeSettings(story.context, telegramUserId(person.id), { notifications: { [category]: isOn } });
}

/** As if the race had ended just now, after having run since yesterday. */
async function isSettled(story: Story, race: RaceId): Promise<void> {
  await story.database.pool.query(
    "update races set starts_at = now() - interval '1 day', ends_at = now() - interval '1 second' where id = $1",
    [race],
  );
  await settleRace(story.context, race, "test");
}

const newest = (person: Person): string => normal(textOf(person.newest.message));

describe("the result of one's own race", () => {
  it("comes to who took part, with his own place and the way to object, and to nobody else", async () => {
    await using story = await startStory();
    for (const person of [story.alice, story.bruno, story.chidi]) await person.starts();
    await story.link(story.alice, 2);
    await story.link(story.chidi, 5);
    await wants(story, story.chidi, "results", false);
    const race = await story.race();
    await isSettled(story, race);
    await outboxIsQuiet(story);
    expect(newest(story.alice)).toMatchInlineSnapshot(`
      "🏁 Provisional result
      November Race

      player_2: Rank 2 of 12
      Wagered: $1,102.75
      Prize: $50.00

      The result becomes final in 1 day. Until then, players can object to it in the app."
    `);
    expect(newest(story.bruno)).toContain("Welcome to Goat Lounge");
    expect(newest(story.chidi)).toContain("Welcome to Goat Lounge");
    expect((await story.alice.taps("📣 Something is wrong")).text).toContain("November Race");
  });

  it("is not said twice when the prize is: the final result comes to those without one", async () => {
    await using story = await startStory();
    for (const person of [story.alice, story.bruno]) await person.starts();
    await story.link(story.alice, 1);
    await story.link(story.bruno, 7);
    const race = await story.race({ disputeHours: 0 });
    await story.stopBots();
    await isSettled(story, race);
    await finalizeRace(story.context, race, "test");
    await story.startBot();
    await outboxIsQuiet(story);
    expect(newest(story.alice)).toContain("🎁 You have won $100.00");
    expect(newest(story.bruno)).toContain("🏆 Final result");
    expect(newest(story.bruno)).toContain("Rank 7 of 12");
  });

  it("is told again to whom a correction concerns", async () => {
    await using story = await startStory();
    for (const person of [story.alice, story.bruno]) await person.starts();
    await story.link(story.alice, 2);
    await story.link(story.bruno, 9);
    const race = await story.race();
    await isSettled(story, race);
    await outboxIsQuiet(story);
    const late = { source: story.source, player: story.players[4]!, delta: 5_000_000_000n };
    await addEntries(story.database.pool, [{ ...late, at: new Date(Date.now() - 3_600_000) }]);
    await correctResult(story.context, race, "a late wager", "test");
    await outboxIsQuiet(story);
    expect(newest(story.alice)).toContain("The result was corrected");
    expect(newest(story.alice)).toContain("Rank 3 of 12");
    expect(newest(story.bruno)).toContain("Provisional result");
  });
});

describe("a new race", () => {
  it("is told to those who asked for it, and to nobody on a break", async () => {
    await using story = await startStory();
    for (const person of [story.alice, story.bruno, story.chidi]) await person.starts();
    for (const person of [story.alice, story.bruno]) await wants(story, person, "races");
    await takeBreak(story.context, telegramUserId(story.bruno.id), 7);
    await story.race();
    await outboxIsQuiet(story);
    expect(newest(story.alice)).toMatchInlineSnapshot(`
      "🚀 The race has started

      🏁 November Race
      Live · Ends <distance> (<date>)
      Prize pool: $175.00 · 12 players

      🥇 $100.00 · 🥈 $50.00 · 🥉 $25.00

      18+. Only play with what you can afford to lose.

      You asked to be told. /settings turns it off."
    `);
    expect(newest(story.bruno)).toContain("Welcome to Goat Lounge");
    expect(newest(story.chidi)).toContain("Welcome to Goat Lounge");
  });
});

describe("the daily digest", () => {
  async function livesAt(story: Story, person: Person, hour: number): Promise<void> {
    await changeSettings(story.context, telegramUserId(person.id), { timeZone: zoneAt(hour) });
  }

  it("comes once a day of one's own zone, in the morning, with one's own place", async () => {
    await using story = await startStory();
    for (const person of [story.alice, story.bruno, story.chidi]) await person.starts();
    await story.link(story.alice, 4);
    await story.link(story.bruno, 5);
    await wants(story, story.alice, "digest");
    await wants(story, story.bruno, "digest");
    await livesAt(story, story.alice, 10);
    await livesAt(story, story.bruno, 20);
    await story.race();
    expect(await tellDailyDigests(story.context)).toBe(1);
    expect(await tellDailyDigests(story.context)).toBe(0);
    await outboxIsQuiet(story);
    expect(newest(story.alice)).toMatchInlineSnapshot(`
      "📬 Daily digest

      👤 My place: November Race

      player_4: Rank 4 of 12
      Wagered: $902.25
      Prize at this rank: $0.00
      Gap to the place above: $100.25
      Ahead of the place below by: $100.25
      At the pace so far, by the end: <projection>

      2 $1,102.75 🥈 pl*** · $50
      3 $1,002.50 🥉 pl*** · $25
      4   $902.25 pl***
      5   $802.00 pl***
      6   $701.75 pl***

      As of <time> · v<n>

      You asked to be told. /settings turns it off."
    `);
    expect(Object.values(await outboxStates(story, "digest:"))).toEqual(["sent"]);
  });

  it("is not sent without a live race", async () => {
    await using story = await startStory();
    await story.alice.starts();
    await story.link(story.alice, 4);
    await wants(story, story.alice, "digest");
    await livesAt(story, story.alice, 10);
    expect(await tellDailyDigests(story.context)).toBe(1);
    await outboxIsQuiet(story);
    expect(newest(story.alice)).toContain("Welcome to Goat Lounge");
  });
});
