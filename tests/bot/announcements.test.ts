import { describe, expect, it } from "vitest";
import { announceLastHours } from "../../core/announcements/last-hours.js";
import { tellPaidPlaces } from "../../core/announcements/paid-places.js";
import { announceRace } from "../../core/announcements/race-news.js";
import { changeSettings } from "../../core/people/settings.js";
import { extendRace } from "../../core/races/move-end.js";
import { voidRace } from "../../core/races/void-race.js";
import { finalizeRace } from "../../core/settlement/finalize-race.js";
import { settleRace } from "../../core/settlement/settle-race.js";
import { migrateGroup } from "../../sandbox/telegram/people/groups.js";
import { changeGroupSettings } from "../../core/telegram/group-settings.js";
import { type RaceId, telegramUserId } from "../../wire/ids.js";
import { normal, startStory, type Story } from "./_story.js";
import { until } from "../_until.js";
import { knownGroup, outboxIsQuiet, outboxStates, saidIn, textOf, zoneAt } from "./_outbox.js";

const MINUTE_MS = 60_000;
const inMs = (ms: number): string => new Date(Date.now() + ms).toISOString();

/** A race that began a minute ago, so that its start is news. */
function newRace(story: Story, endsInMs = 7 * 24 * 60 * MINUTE_MS): Promise<RaceId> {
  return story.race({ startsAt: inMs(-MINUTE_MS), endsAt: inMs(endsInMs) });
}

/** As if the race had ended just now, after having run since yesterday. */
async function ends(story: Story, race: RaceId): Promise<void> {
  await story.database.pool.query(
    "update races set starts_at = now() - interval '1 day', ends_at = now() - interval '1 second' where id = $1",
    [race],
  );
}

describe("news of a race", () => {
  it("reach each group once: start, provisional and final result, both with a picture", async () => {
    await using story = await startStory();
    const first = await knownGroup(story, "First");
    const second = await knownGroup(story, "Second");
    const muted = await knownGroup(story, "Muted");
    await changeGroupSettings(story.context, muted.id, { announcements: false });
    const race = await newRace(story);
    await outboxIsQuiet(story);
    await ends(story, race);
    await settleRace(story.context, race, "test");
    await outboxIsQuiet(story);
    await finalizeRace(story.context, race, "test");
    await outboxIsQuiet(story);

    const said = saidIn(story, first.chat);
    expect(said.map((message) => normal(textOf(message))).join("\n\n-----\n\n")).toMatchInlineSnapshot(`
      "🚀 The race has started

      🏁 November Race
      Live · Ends in 6 days (<date>)
      Prize pool: $175.00

      🥇 $100.00 · 🥈 $50.00 · 🥉 $25.00

      18+. Only play with what you can afford to lose.

      -----

      🏁 Provisional result

      November Race

      1 $1,203.00 🥇 pl*** · $100
      2 $1,102.75 🥈 pl*** · $50
      3 $1,002.50 🥉 pl*** · $25

      The result becomes final in 1 day. Until then, players can object to it in the app.

      -----

      🏆 Final result

      November Race

      1 $1,203.00 🥇 pl*** · $100
      2 $1,102.75 🥈 pl*** · $50
      3 $1,002.50 🥉 pl*** · $25

      Anyone can check it: ranks, ties and prizes are recomputed on your own device.
      Winners claim their prize with /prizes within 30 days."
    `);
    expect(said.map(({ content }) => content.kind)).toEqual(["text", "photo", "photo"]);
    expect(saidIn(story, second.chat)).toHaveLength(3);
    expect(saidIn(story, muted.chat)).toEqual([]);
    expect(story.calls("sendPhoto")).toHaveLength(4);
  });

  it("are not repeated by a restart, nor by asking again", async () => {
    await using story = await startStory();
    const lounge = await knownGroup(story, "Lounge");
    const race = await newRace(story);
    await outboxIsQuiet(story);
    await story.stopBots();
    expect(await announceRace(story.database.pool, race, "started")).toBe(0);
    await story.startBot();
    await outboxIsQuiet(story);
    expect(saidIn(story, lounge.chat)).toHaveLength(1);
  });

  it("of the past are not told by a bot that was away", async () => {
    await using story = await startStory();
    const lounge = await knownGroup(story, "Lounge");
    await story.stopBots();
    const race = await newRace(story);
    await ends(story, race);
    await settleRace(story.context, race, "test");
    await finalizeRace(story.context, race, "test");
    await story.startBot();
    await outboxIsQuiet(story);
    expect(saidIn(story, lounge.chat).map((message) => normal(textOf(message)).split("\n")[0])).toEqual([
      "🏆 Final result",
    ]);
    // A start of more than an hour ago is not even written down.
    const late = await story.race({ startsAt: inMs(-61 * MINUTE_MS) });
    expect(await outboxStates(story, `race:${late}:started`)).toEqual({});
  });

  it("of its last hour come once, and once more when the end is moved", async () => {
    await using story = await startStory();
    const lounge = await knownGroup(story, "Lounge");
    const race = await story.race({ startsAt: inMs(-300 * MINUTE_MS), endsAt: inMs(50 * MINUTE_MS) });
    expect(await announceLastHours(story.context)).toBe(1);
    expect(await announceLastHours(story.context)).toBe(0);
    await outboxIsQuiet(story);
    await extendRace(story.context, race, { endsAt: new Date(inMs(55 * MINUTE_MS)), reason: "for a test" }, "test");
    expect(await announceLastHours(story.context)).toBe(1);
    await outboxIsQuiet(story);
    const said = saidIn(story, lounge.chat).map(textOf);
    expect(said).toHaveLength(2);
    expect(said[0]).toContain("The last hour of the race has begun");
    // Too late for it: the news would be wrong by the time it is read.
    await story.race({ startsAt: inMs(-300 * MINUTE_MS), endsAt: inMs(19 * MINUTE_MS) });
    expect(await announceLastHours(story.context)).toBe(0);
  });

  it("of the last ten minutes are the last call, once", async () => {
    await using story = await startStory();
    const lounge = await knownGroup(story, "Lounge");
    await story.race({ startsAt: inMs(-300 * MINUTE_MS), endsAt: inMs(9 * MINUTE_MS) });
    expect(await announceLastHours(story.context)).toBe(1);
    expect(await announceLastHours(story.context)).toBe(0);
    await outboxIsQuiet(story);
    const [said] = saidIn(story, lounge.chat).map((message) => normal(textOf(message)));
    expect(said).toContain("⏱ The last ten minutes of the race\n\n🏁 November Race\nLive · Ends <distance>");
    expect(said).toContain("1 $1,203.00 🥇 pl*** · $100");
  });

  it("come without a sound at night, where administrators want that", async () => {
    await using story = await startStory({ context: { timeZone: zoneAt(23) } });
    const calm = await knownGroup(story, "Calm");
    const awake = await knownGroup(story, "Awake");
    await changeGroupSettings(story.context, calm.id, { quietNights: true });
    await newRace(story);
    await outboxIsQuiet(story);
    const sounds = [calm, awake].map(({ chat }) => saidIn(story, chat).map(({ isSilent }) => isSilent));
    expect(sounds).toEqual([[true], [false]]);
  });

  it("tell of a cancellation with its reason", async () => {
    await using story = await startStory();
    const lounge = await knownGroup(story, "Lounge");
    const race = await story.race();
    await voidRace(story.context, race, "The source <lost> its data", "test");
    await outboxIsQuiet(story);
    expect(saidIn(story, lounge.chat).map(textOf)).toEqual([
      "🚫 The race was cancelled\n\nNovember Race\n\nReason: The source <lost> its data",
    ]);
  });

  it("go to the chosen topic, and to General once it is closed", async () => {
    await using story = await startStory();
    const lounge = await knownGroup(story, "Lounge", { topics: true });
    const topic = await lounge.opensTopic("Races");
    await changeGroupSettings(story.context, lounge.id, { threadId: topic.threadId });
    await newRace(story);
    await outboxIsQuiet(story);
    expect(saidIn(story, lounge.chat).map(({ threadId }) => threadId)).toEqual([topic.threadId]);
    await topic.isDeleted();
    story.sandbox.expectRefusal({ method: "sendMessage", description: "message thread not found" });
    await newRace(story);
    await outboxIsQuiet(story);
    const later = saidIn(story, lounge.chat).filter(({ threadId }) => threadId === undefined);
    expect(later.map((message) => textOf(message).split("\n")[0])).toEqual([
      "🚀 The race has started",
      "The topic I posted in is closed or gone, so I go on in General. /board in another topic moves the board there.",
    ]);
  });

  it("come without their picture where pictures are not allowed", async () => {
    await using story = await startStory();
    const lounge = await knownGroup(story, "Lounge", { bot: "member" });
    lounge.chat.permissions.can_send_photos = false;
    const race = await story.race();
    await ends(story, race);
    story.sandbox.expectRefusal({ method: "sendPhoto", description: "not enough rights to send photos" });
    await settleRace(story.context, race, "test");
    await outboxIsQuiet(story);
    story.sandbox.expectRefusal({ method: "sendPhoto", description: "not enough rights to send photos" });
    await finalizeRace(story.context, race, "test");
    await outboxIsQuiet(story);
    expect(saidIn(story, lounge.chat).map(({ content }) => content.kind)).toEqual(["text", "text"]);
  });

  it("follow a group that became a supergroup, once", async () => {
    await using story = await startStory();
    const lounge = await knownGroup(story, "Lounge", { kind: "group" });
    const { pool } = story.database;
    await story.stopBots();
    const race = await newRace(story);
    await pool.query("update telegram_outbox set send_after = now() + interval '1 hour'");
    const moved = migrateGroup(story.sandbox.core, lounge.ownerId, lounge.chat);
    await story.startBot();
    await story.stage.settle();
    expect(await outboxStates(story, "race:")).toEqual({ [`race:${race}:started:${moved.id}`]: "ready" });
    await pool.query("update telegram_outbox set send_after = now()");
    await outboxIsQuiet(story);
    expect(saidIn(story, moved).map((message) => textOf(message).split("\n")[0])).toEqual(["🚀 The race has started"]);
    expect(await announceRace(story.database.pool, race, "started")).toBe(0);
  });

  it("are not sent to a group the bot was removed from", async () => {
    await using story = await startStory();
    const lounge = await knownGroup(story, "Lounge");
    await story.alice.removes(story.stage.bot, lounge);
    const race = await newRace(story);
    await outboxIsQuiet(story);
    expect(await outboxStates(story, `race:${race}`)).toEqual({});
  });
});

describe("a digest of the paid places", () => {
  /** As if the pause since the last word were over, and the next look due. */
  async function isDue(story: Story): Promise<void> {
    await story.database.pool.query("update told_places set told_at = now() - interval '3 hours'");
  }

  async function look(story: Story, race: RaceId, holders: readonly number[]): Promise<number> {
    const endsAt = new Date(Date.now() + 24 * 60 * MINUTE_MS);
    return tellPaidPlaces(story.context, {
      id: race,
      endsAt,
      holders: holders.map((place) => story.players[place - 1]!),
    });
  }

  it("names who moved up, once for all that happened, and not who fell", async () => {
    await using story = await startStory();
    const lounge = await knownGroup(story, "Lounge");
    const quiet = await knownGroup(story, "Quiet");
    await changeGroupSettings(story.context, quiet.id, { digests: false });
    const race = await story.race();
    expect(await look(story, race, [1, 2, 3])).toBe(0);
    await story.wager(5, 5_000);
    await story.wager(9, 9_000);
    // Too soon after the last word: nothing, however much happens.
    expect(await look(story, race, [9, 5, 1])).toBe(0);
    await isDue(story);
    expect(await look(story, race, [9, 5, 1])).toBe(1);
    expect(await look(story, race, [9, 5, 1])).toBe(0);
    await outboxIsQuiet(story);
    expect(saidIn(story, lounge.chat).map((message) => normal(textOf(message)))).toEqual([
      "📈 News from the paid places\nNovember Race\n\n🔼 pl*** has moved up to place 1\n🔼 pl*** has moved up to place 2\n\nAs of <time> · v<n>",
    ]);
    expect(saidIn(story, quiet.chat)).toEqual([]);
  });

  it("tells a person who asked for it that he is out, and nobody else", async () => {
    await using story = await startStory();
    for (const person of [story.alice, story.bruno]) await person.starts();
    await story.link(story.alice, 2);
    await story.link(story.bruno, 3);
    await changeSettings(story.context, telegramUserId(story.alice.id), { notifications: { rank: true } });
    const race = await story.race();
    await look(story, race, [1, 2, 3]);
    await story.wager(5, 5_000);
    await story.wager(9, 9_000);
    await isDue(story);
    await look(story, race, [9, 5, 1]);
    await outboxIsQuiet(story);
    expect(textOf(story.alice.newest.message)).toContain("outside the paid places, on place 4");
    expect(textOf(story.bruno.newest.message)).toContain("Welcome to Goat Lounge");
  });
});

describe("news of a prize", () => {
  async function isWon(story: Story): Promise<void> {
    const race = await story.race();
    await ends(story, race);
    await settleRace(story.context, race, "test");
    await finalizeRace(story.context, race, "test");
  }

  it("reach the winner in private, and nobody who has not started the bot or does not want them", async () => {
    await using story = await startStory();
    for (const person of [story.alice, story.bruno]) await person.starts();
    await story.link(story.alice, 1);
    await story.link(story.bruno, 2);
    await story.link(story.chidi, 3);
    await changeSettings(story.context, telegramUserId(story.bruno.id), { notifications: { prizes: false } });
    await isWon(story);
    await outboxIsQuiet(story);
    expect(normal(textOf(story.alice.newest.message))).toBe(
      "🎁 You have won $100.00\n\nPlace 1 in November Race. The result is final.\nClaim it with /prizes until <date>.",
    );
    expect(textOf(story.bruno.newest.message)).toContain("Welcome to Goat Lounge");
    expect(Object.keys(await outboxStates(story, "prize:"))).toHaveLength(2);
  });

  it("wait for the end of quiet hours", async () => {
    await using story = await startStory();
    await story.alice.starts();
    await story.link(story.alice, 1);
    const hour = (shift: number): string =>
      `${String((new Date().getUTCHours() + shift + 24) % 24).padStart(2, "0")}:00`;
    const quietHours = { from: hour(-1), to: hour(3) };
    await changeSettings(story.context, telegramUserId(story.alice.id), { quietHours });
    await isWon(story);
    await until("it is put off", async () => {
      const { rows } = await story.database.pool.query<{ waits: boolean }>(
        "select send_after > now() + interval '1 hour' as waits from telegram_outbox where kind = 'prize_news' and state = 'ready'",
      );
      return rows[0]?.waits === true;
    });
    expect(textOf(story.alice.newest.message)).toContain("Welcome to Goat Lounge");
  });

  it("are given up for somebody who blocked the bot, and nothing more is tried", async () => {
    await using story = await startStory();
    await story.alice.starts();
    await story.link(story.alice, 1);
    await story.alice.blocks();
    // As if the news of it had been lost: the refusal tells.
    await story.database.pool.query("update telegram_users set can_be_messaged = true where id = $1", [story.alice.id]);
    story.sandbox.expectRefusal({ method: "sendMessage", description: "bot was blocked by the user" });
    await isWon(story);
    await outboxIsQuiet(story);
    const { rows } = await story.database.pool.query("select can_be_messaged from telegram_users where id = $1", [
      story.alice.id,
    ]);
    expect(rows).toEqual([{ can_be_messaged: false }]);
    expect(Object.values(await outboxStates(story, "prize:"))).toEqual(["failed"]);
  });
});

describe("one's own place as a picture", () => {
  it("comes in private, under the public name", async () => {
    await using story = await startStory();
    await story.race();
    await story.alice.starts();
    await story.link(story.alice, 4);
    await story.alice.sends("/me");
    const turn = await story.alice.taps("🖼 As a picture");
    expect(turn.replies.map(({ message }) => message.content.kind)).toEqual(["photo"]);
    expect(turn.edits).toEqual([]);
  });
});
