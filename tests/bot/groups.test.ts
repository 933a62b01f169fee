import { describe, expect, it } from "vitest";
import { ANONYMOUS_ADMIN_ID } from "../../bot/middleware/ignore-noise.js";
import type { Group } from "../../sandbox/telegram/actors/group.js";
import { changeGroupSettings } from "../../core/telegram/group-settings.js";
import { forwardClock } from "./_staff.js";
import { normal, plain, startStory, type Story, targets } from "./_story.js";

/** The time stands still, so that two drawings of one board are equal. */
const NOON = { now: () => new Date("2026-11-22T12:00:00Z") };

function lounge(story: Story, bot: "member" | "administrator" | "absent" = "member"): Group {
  return story.stage.group({ title: "Test Lounge", owner: story.alice, members: [story.bruno, story.chidi], bot });
}

async function chatRow(story: Story, id: number): Promise<unknown> {
  const { rows } = await story.database.pool.query(
    "select kind, title, bot_status, can_pin from telegram_chats where id = $1",
    [id],
  );
  return rows[0];
}

describe("joining a group", () => {
  it("is greeted with one message and one button for administrators", async () => {
    await using story = await startStory();
    const group = lounge(story, "absent");
    const turn = await story.alice.adds(story.stage.bot, group);
    expect(turn.replies).toHaveLength(1);
    expect(turn.text).toBe(
      "Hello! I show the wager races of Goat Lounge: /race, /leaderboard, /me.\nAdministrators can choose a language, a topic and a pinned live board.",
    );
    expect(targets(turn.replies[0])).toEqual({
      "⚙️ Set up": `https://t.me/${story.sandbox.botUsername}?start=v1_setup_${group.id}`,
    });
    expect(await chatRow(story, group.id)).toEqual({
      kind: "supergroup",
      title: "Test Lounge",
      bot_status: "member",
      can_pin: false,
    });
  });

  it("says nothing more when the bot came by a link that posts a command", async () => {
    await using story = await startStory();
    const turn = await story.alice.adds(story.stage.bot, lounge(story, "absent"), "v1_setup_new");
    expect(turn.replies).toHaveLength(1);
  });

  it("follows promotions, demotions and removals without a word", async () => {
    await using story = await startStory();
    const group = lounge(story, "absent");
    await story.alice.adds(story.stage.bot, group);
    expect((await story.alice.promotes(story.stage.bot, group)).replies).toEqual([]);
    expect(await chatRow(story, group.id)).toMatchObject({ bot_status: "administrator", can_pin: true });
    expect((await story.alice.demotes(story.stage.bot, group)).replies).toEqual([]);
    expect(await chatRow(story, group.id)).toMatchObject({ bot_status: "member", can_pin: false });
    expect((await story.alice.removes(story.stage.bot, group)).replies).toEqual([]);
    expect(await chatRow(story, group.id)).toMatchObject({ bot_status: "kicked", can_pin: false });
  });

  it("is greeted again when it comes back", async () => {
    await using story = await startStory();
    const group = lounge(story, "absent");
    await story.alice.adds(story.stage.bot, group);
    await story.alice.removes(story.stage.bot, group);
    expect((await story.alice.adds(story.stage.bot, group)).replies).toHaveLength(1);
  });

  it("keeps quiet where it may not write", async () => {
    await using story = await startStory();
    const group = lounge(story, "absent");
    group.silencesMembers();
    story.sandbox.expectRefusal({ method: "sendMessage", description: "not enough rights to send text messages" });
    expect((await story.alice.adds(story.stage.bot, group)).replies).toEqual([]);
    expect(await chatRow(story, group.id)).toMatchObject({ bot_status: "member" });
  });
});

describe("commands in a group", () => {
  it("are answered in short, as an answer to the question, with links instead of web_app buttons", async () => {
    await using story = await startStory({ miniAppName: "app" });
    const race = await story.race();
    const turn = await story.bruno.in(lounge(story)).sends("/race");
    expect(turn.replies).toHaveLength(1);
    expect(turn.replies[0]?.message.replyToId).toBe(turn.said?.id);
    expect(normal(turn.text)).toMatchInlineSnapshot(`
      "🏁 November Race
      Live · Ends <distance> (<date>)
      Prize pool: $175.00 · 12 players

      1 $1,203.00 🥇 pl*** · $100
      2 $1,102.75 🥈 pl*** · $50
      3 $1,002.50 🥉 pl*** · $25
      4   $902.25 pl***
      5   $802.00 pl***
      and 7 more players

      As of <time> · v<n>"
    `);
    expect(targets(turn.replies[0])["📊 Open full board"]).toBe(
      `https://t.me/${story.sandbox.botUsername}/app?startapp=v1_race_${race}`,
    );
  });

  it("open the Mini App on the race through the link", async () => {
    await using story = await startStory();
    const race = await story.race();
    const bruno = story.bruno.in(lounge(story));
    await bruno.sends("/race");
    const { launch } = await bruno.taps("📊 Open full board");
    expect(launch?.startParam).toBe(`v1_race_${race}`);
  });

  it("are taken when they name this bot and left alone when they name another", async () => {
    await using story = await startStory();
    const bruno = story.bruno.in(lounge(story, "administrator"));
    expect((await bruno.sends(`/race@${story.sandbox.botUsername}`)).replies).toHaveLength(1);
    expect((await bruno.sends(`/race@${story.sandbox.botUsername.toUpperCase()}`)).replies).toHaveLength(1);
    expect((await bruno.sends("/race@other_bot")).replies).toEqual([]);
  });

  it("are the only thing that is answered, even where the bot sees everything", async () => {
    await using story = await startStory();
    const bruno = story.bruno.in(lounge(story, "administrator"));
    for (const text of ["hello", "/unknown_command", "what about /race", "https://x.test/race"]) {
      expect((await bruno.sends(text)).replies).toEqual([]);
    }
  });

  it("are answered in the topic they were asked in", async () => {
    await using story = await startStory();
    const group = lounge(story, "administrator");
    group.turnsOnTopics();
    const topic = await group.opensTopic("Races");
    const inTopic = await story.bruno.in(topic).sends("/race");
    expect(inTopic.replies[0]?.message.threadId).toBe(topic.threadId);
    const inGeneral = await story.bruno.in(group).sends("/race");
    expect(inGeneral.replies[0]?.message.threadId).toBeUndefined();
  });

  it("/me tells the figures without the neighbours", async () => {
    await using story = await startStory();
    await story.race();
    await story.link(story.bruno, 4);
    const turn = await story.bruno.in(lounge(story)).sends("/me");
    expect(normal(turn.text)).toContain("pl***: Rank 4 of 12");
    expect(plain(turn.text)).not.toContain("player_4");
    expect(normal(turn.text)).not.toContain("$1,002.50 pl***");
  });

  it("/me and refusals are for the person's eyes alone, where administrators want that", async () => {
    await using story = await startStory();
    await story.race();
    await story.link(story.bruno, 4);
    const group = lounge(story);
    await story.bruno.in(group).sends("/race");
    await changeGroupSettings(story.context, group.id, { whispers: true });
    const [card] = (await story.bruno.in(group).sends("/me")).replies;
    expect(normal(card?.text ?? "")).toContain("pl***: Rank 4 of 12");
    expect(card?.message.receiverId).toBe(story.bruno.id);
    // A press could not edit such a message.
    expect(Object.values(targets(card)).filter((target) => target === "callback")).toEqual([]);
    const [refusal] = (await story.bruno.in(group).sends("/announce Hello")).replies;
    expect(refusal).toMatchObject({ text: "Only administrators of the group can do this." });
    expect(refusal?.message.receiverId).toBe(story.bruno.id);
    // What is of use to all is said to all.
    expect((await story.bruno.in(group).sends("/race")).replies[0]?.message.receiverId).toBeUndefined();
  });

  it("/me is answered in the open where Telegram knows no such messages", async () => {
    await using story = await startStory();
    await story.link(story.bruno, 4);
    const group = lounge(story);
    await story.bruno.in(group).sends("/race");
    await changeGroupSettings(story.context, group.id, { whispers: true });
    const description = "Bad Request: EPHEMERAL_MESSAGES_NOT_SUPPORTED";
    story.sandbox.fails({ method: "sendMessage", fault: { kind: "error", code: 400, description } });
    const { replies } = await story.bruno.in(group).sends("/me");
    expect(replies.map(({ message }) => message.receiverId)).toEqual([undefined]);
  });

  it("/start answers in short and shows the way to the private chat", async () => {
    await using story = await startStory();
    const turn = await story.bruno.in(lounge(story)).sends(`/start@${story.sandbox.botUsername}`);
    expect(turn.text).toBe("I show the wager races here. Try /race, /leaderboard or /me.");
    expect(targets(turn.replies[0])["Open private chat"]).toBe(`https://t.me/${story.sandbox.botUsername}`);
  });

  it("speak the language chosen for the group, whoever asks", async () => {
    await using story = await startStory();
    const bruno = story.bruno.in(lounge(story));
    await bruno.sends("/race");
    await story.database.pool.query("update telegram_chats set language = 'de' where kind = 'supergroup'");
    expect((await bruno.sends("/race")).text).toContain("Zurzeit läuft kein Rennen.");
  });
});

describe("presses in a group", () => {
  it("of a stranger turn no page and change nothing", async () => {
    await using story = await startStory();
    const group = lounge(story);
    await story.bruno.in(group).sends("/leaderboard");
    const turn = await story.chidi.in(group).taps("›");
    expect(turn.edits).toEqual([]);
    expect(turn.replies).toEqual([]);
    expect(turn.toasts).toEqual([
      {
        userId: story.chidi.id,
        text: "This belongs to the person who asked. Send the command yourself to get your own.",
        isAlert: false,
      },
    ]);
    expect(plain((await story.bruno.in(group).taps("›")).text)).toContain("2/2");
  });

  it("of a stranger show nobody else's place", async () => {
    await using story = await startStory();
    await story.race();
    await story.link(story.bruno, 4);
    await story.link(story.chidi, 5);
    const group = lounge(story);
    await story.bruno.in(group).sends("/me");
    const turn = await story.chidi.in(group).taps("Day");
    expect(turn.edits).toEqual([]);
    expect(turn.toasts).toHaveLength(1);
  });

  it("on refresh are free for all and leave the owner and the language as they were", async () => {
    await using story = await startStory();
    const group = lounge(story);
    await story.bruno.in(group).sends("/leaderboard");
    story.chidi.user.languageCode = "de";
    await story.wager(3, 10_000);
    const turn = await story.chidi.in(group).taps("🔄 Refresh");
    expect(normal(turn.text)).toContain("🏆 This month 1/2\n\n 1 $11,002.50");
    expect((await story.bruno.in(group).taps("›")).edits).toHaveLength(1);
  });

  it("on refresh say that nothing is new, instead of an edit that Telegram would refuse", async () => {
    await using story = await startStory({ context: { clock: NOON } });
    const bruno = story.bruno.in(lounge(story));
    const board = (await bruno.sends("/leaderboard all")).text;
    const turn = await bruno.taps("🔄 Refresh");
    expect(turn.edits.map(({ text }) => text)).toEqual([]);
    expect(turn.toasts.map(({ text }) => text)).toEqual(["Up to date"]);
    expect(board).toContain("As of");
  });

  it("that come many at once are each answered once", async () => {
    await using story = await startStory({ context: { clock: NOON } });
    const group = lounge(story);
    await story.bruno.in(group).sends("/leaderboard");
    story.sandbox.expectRefusal({ method: "editMessageText", description: "message is not modified", times: 4 });
    const turn = await story.bruno.in(group).tapsAtOnce("Week", 5);
    expect(turn.replies).toEqual([]);
    expect(story.calls("answerCallbackQuery")).toHaveLength(5);
  });

  it("on a message that was deleted meanwhile are answered all the same", async () => {
    await using story = await startStory();
    const alice = story.alice.in(lounge(story));
    const board = (await alice.sends("/leaderboard")).replies[0]!;
    story.sandbox.fails({
      method: "editMessageText",
      fault: { kind: "error", code: 400, description: "Bad Request: message to edit not found" },
    });
    expect((await alice.taps("Week", { on: board })).toasts).toEqual([]);
  });
});

describe("who is no person", () => {
  it("an anonymous administrator gets boards without pages, and no place", async () => {
    await using story = await startStory();
    const group = lounge(story);
    story.alice.becomesAnonymous(group);
    const board = await story.alice.in(group).sends("/leaderboard");
    expect(board.replies[0]?.buttons.flat()).toEqual(["🔄 Refresh", "📊 Open full board"]);
    await story.wager(1, 1);
    expect((await story.alice.in(group).taps("🔄 Refresh")).edits).toHaveLength(1);
    expect((await story.alice.in(group).sends("/me")).text).toContain("As an anonymous administrator");
    const { rows } = await story.database.pool.query("select id from telegram_users where id = $1", [
      ANONYMOUS_ADMIN_ID,
    ]);
    expect(rows).toEqual([]);
  });

  it("an anonymous administrator is asked for a press, which alone names him", async () => {
    const clock = forwardClock();
    await using story = await startStory({ context: { clock } });
    const group = lounge(story, "administrator");
    story.alice.becomesAnonymous(group);
    const alice = story.alice.in(group);
    await alice.sends("/announce Tonight at <eight>");
    const stranger = await story.bruno.in(group).taps("✅ Confirm");
    expect(stranger.toasts).toEqual([
      { userId: story.bruno.id, text: "Only administrators of the group can do this.", isAlert: false },
    ]);
    expect(stranger.edits).toEqual([]);
    clock.forward(21_000);
    const late = await alice.taps("✅ Confirm");
    expect(late.edits.map(({ text, buttons }) => ({ text, buttons }))).toEqual([
      { text: "⌛ Nobody confirmed in time. Please send the command again.", buttons: [] },
    ]);
    await alice.sends("/board");
    clock.forward(19_000);
    const inTime = await alice.taps("✅ Confirm");
    expect(inTime.text).toBe("The live board will be pinned here when the next race starts.");
    const { rows } = await story.database.pool.query("select actor, action, subject from audit_log");
    expect(rows).toEqual([{ actor: `user:${story.alice.id}`, action: "group.board", subject: `chat:${group.id}` }]);
    const outbox = await story.database.pool.query("select from telegram_outbox where kind = 'group_announcement'");
    expect(outbox.rowCount).toBe(0);
  });

  it("a linked channel's posts are left alone", async () => {
    await using story = await startStory();
    const group = lounge(story, "administrator");
    const channel = group.hasLinkedChannel("News");
    expect((await channel.posts("/race")).replies).toEqual([]);
  });
});

describe("a group that becomes a supergroup", () => {
  it("keeps its settings under the new number", async () => {
    await using story = await startStory();
    const group = story.stage.group({ title: "Old", owner: story.alice, bot: "absent", kind: "group" });
    await story.alice.adds(story.stage.bot, group);
    const oldId = group.id;
    await story.database.pool.query("update telegram_chats set language = 'de' where id = $1", [oldId]);
    const turn = await group.migrates();
    expect(turn.replies).toEqual([]);
    expect(await chatRow(story, oldId)).toBeUndefined();
    expect(await chatRow(story, group.id)).toMatchObject({ kind: "supergroup", title: "Old" });
    expect((await story.alice.in(group).sends("/race")).text).toContain("Zurzeit läuft kein Rennen.");
  });
});

describe("private chats", () => {
  it("remember who blocked the bot and who came back", async () => {
    await using story = await startStory({ players: 1 });
    await story.alice.starts();
    const canBeMessaged = async (): Promise<unknown> => {
      const { rows } = await story.database.pool.query("select can_be_messaged from telegram_users where id = $1", [
        story.alice.id,
      ]);
      return rows[0]?.can_be_messaged;
    };
    expect(await canBeMessaged()).toBe(true);
    await story.alice.blocks();
    expect(await canBeMessaged()).toBe(false);
    await story.alice.unblocks();
    expect(await canBeMessaged()).toBe(true);
  });
});
