import { describe, expect, it } from "vitest";
import { broadcastProgress, moveBroadcast } from "../../core/announcements/broadcasts.js";
import { MessageKeeper } from "../../core/telegram/forget-messages.js";
import { changeSettings } from "../../core/people/settings.js";
import { telegramUserId } from "../../wire/ids.js";
import { knownGroup, outboxIsQuiet, saidIn, textOf } from "./_outbox.js";
import { appoint } from "./_staff.js";
import { plain, startStory, type Story } from "./_story.js";
import { until } from "../_until.js";

/** A person who started the bot and wants news. */
async function listens(story: Story, person: Story["alice"]): Promise<void> {
  await person.starts();
  await changeSettings(story.context, telegramUserId(person.id), { notifications: { news: true } });
}

async function newest(story: Story): Promise<number> {
  const { rows } = await story.database.pool.query<{ id: string }>("select max(id)::text as id from broadcasts");
  return Number(rows[0]?.id);
}

describe("/broadcast", () => {
  it("asks for the text and for whom, counts, and sends once to those who want it", async () => {
    await using story = await startStory();
    await appoint(story, story.alice, "owner");
    await story.alice.starts();
    await listens(story, story.bruno);
    await story.chidi.starts();
    const lounge = await knownGroup(story, "Lounge");
    expect((await story.alice.sends("/broadcast")).text).toContain("Which text shall I send?");
    expect((await story.alice.sends("Tonight at <eight>: a surprise")).text).toContain("To whom?");
    const counted = await story.alice.taps("Everybody");
    expect(plain(counted.text)).toBe(
      "📣 Broadcast · Everybody\nPeople: 1 · groups: 1\nAt the permitted rate it takes about 1 second.\n\nTonight at <eight>: a surprise",
    );
    expect(saidIn(story, lounge.chat)).toEqual([]);
    await story.alice.taps("📣 Send to 2");
    await outboxIsQuiet(story);
    const expected = "📣 News from Goat Lounge\n\nTonight at <eight>: a surprise";
    expect(saidIn(story, lounge.chat).map(textOf)).toEqual([expected]);
    expect(textOf(story.bruno.newest.message)).toBe(expected);
    expect(textOf(story.chidi.newest.message)).toContain("Welcome to Goat Lounge");
    const report = await story.alice.taps("🔄 Refresh");
    expect(plain(report.text)).toContain("📣 Broadcast · Sent\n\nSent: 2 of 2");
    expect(report.edits[0]?.buttons).toEqual([]);
  });

  it("to nobody is not offered: another segment may be chosen", async () => {
    await using story = await startStory();
    await appoint(story, story.alice, "owner");
    await story.alice.starts();
    await listens(story, story.bruno);
    await story.alice.sends("/broadcast");
    await story.alice.sends("Hello");
    const none = await story.alice.taps("All groups");
    expect(plain(none.text)).toBe(
      "⚠️ “All groups” is nobody at the moment. Please choose others.\n\nTo whom? People get it only if they switched on news in their settings.",
    );
    expect(none.edits[0]?.buttons.flat()).toContain("Linked players");
    const noRace = await story.alice.taps("Players of a race");
    expect(plain(noRace.text)).toContain("⚠️ There is no race with players yet.");
    const counted = await story.alice.taps("Everybody");
    expect(counted.edits[0]?.buttons.flat()).toContain("📣 Send to 1");
    await story.alice.taps("📣 Send to 1");
    await outboxIsQuiet(story);
    expect(textOf(story.bruno.newest.message)).toBe("📣 News from Goat Lounge\n\nHello");
  });

  it("belongs to owners", async () => {
    await using story = await startStory();
    await appoint(story, story.alice, "admin");
    await story.alice.starts();
    expect((await story.alice.sends("/broadcast")).text).not.toContain("Which text");
  });

  it("can be held, goes on where it was, and tells who could not be reached", async () => {
    await using story = await startStory();
    await appoint(story, story.alice, "owner");
    for (const person of [story.alice, story.bruno, story.chidi]) await listens(story, person);
    for (let index = 0; index < 20; index++) await knownGroup(story, `Group ${index}`);
    await story.chidi.blocks();
    await story.database.pool.query("update telegram_users set can_be_messaged = true where id = $1", [story.chidi.id]);
    story.sandbox.expectRefusal({ method: "sendMessage", description: "bot was blocked by the user" });
    await story.alice.sends("/broadcast");
    await story.alice.sends("Hello");
    await story.alice.taps("Everybody");
    await story.alice.taps("📣 Send to 23");
    const id = await newest(story);
    await moveBroadcast(story.context, id, "pause");
    await until("what was on its way has arrived", async () => {
      const { rows } = await story.database.pool.query(
        "select 1 from telegram_outbox where state in ('claimed', 'sending')",
      );
      return rows.length === 0;
    });
    const held = await broadcastProgress(story.database.pool, id);
    expect(held.waiting).toBeGreaterThan(0);
    const shown = await story.alice.taps("🔄 Refresh");
    expect(plain(shown.text)).toContain("Broadcast · Paused");
    expect(await broadcastProgress(story.database.pool, id)).toEqual(held);
    await story.alice.taps("▶️ Go on");
    await until("all copies are settled", async () => (await broadcastProgress(story.database.pool, id)).waiting === 0);
    const ended = { waiting: 0, sent: 22, skipped: 1, failed: 0, unknown: 0 };
    expect(await broadcastProgress(story.database.pool, id)).toEqual(ended);
    const inHundredDays = { now: () => new Date(story.context.clock.now().getTime() + 100 * 86_400_000) };
    const { pool } = story.database;
    expect(await new MessageKeeper({ pool, clock: inHundredDays }).step()).toBeGreaterThanOrEqual(23);
    expect(await broadcastProgress(pool, id), "the report outlives the copies").toEqual(ended);
  });

  it("stopped for good sends nothing more", async () => {
    await using story = await startStory();
    await appoint(story, story.alice, "owner");
    await story.alice.starts();
    for (let index = 0; index < 30; index++) await knownGroup(story, `Group ${index}`);
    await story.alice.sends("/broadcast");
    await story.alice.sends("Hello");
    await story.alice.taps("All groups");
    await story.alice.taps("📣 Send to 30");
    const turn = await story.alice.taps("⏹ Stop for good");
    expect(plain(turn.text)).toContain("Broadcast · Cancelled");
    await outboxIsQuiet(story);
    const progress = await broadcastProgress(story.database.pool, await newest(story));
    expect(progress.sent).toBeLessThan(30);
    expect(progress.sent + progress.skipped).toBe(30);
  });
});

describe("/announce", () => {
  it("lets administrators speak through the bot, in the chosen topic", async () => {
    await using story = await startStory();
    const lounge = await knownGroup(story, "Lounge");
    await story.alice.in(lounge).sends("/announce Tonight at <eight>");
    await outboxIsQuiet(story);
    expect(saidIn(story, lounge.chat).map(textOf)).toEqual(["📣 Tonight at <eight>"]);
    const refused = await story.bruno.in(lounge).sends("/announce me too");
    expect(refused.text).toBe("Only administrators of the group can do this.");
    expect((await story.alice.in(lounge).sends("/announce")).text).toContain("Write the text behind the command");
  });

  it("takes the text of the message it answers, also from anonymous administrators", async () => {
    await using story = await startStory();
    const lounge = await knownGroup(story, "Lounge");
    const said = (await story.bruno.in(lounge).sends("A good idea")).said!;
    story.alice.becomesAnonymous(lounge);
    const asked = await story.alice.in(lounge).replies(said, "/announce");
    expect(plain(asked.text)).toBe(
      "🕶 Which administrator is this? One tap within 20 seconds tells me alone.\n\nA good idea",
    );
    story.sandbox.expectRefusal({ method: "editMessageText", description: "message is not modified" });
    await story.alice.in(lounge).tapsAtOnce("✅ Confirm", 2);
    await outboxIsQuiet(story);
    expect(saidIn(story, lounge.chat).map(textOf)).toEqual(["✅ Confirmed.", "📣 A good idea"]);
    const { rows } = await story.database.pool.query("select actor, action, subject from audit_log");
    expect(rows).toEqual([{ actor: `user:${story.alice.id}`, action: "group.announce", subject: `chat:${lounge.id}` }]);
  });
});
