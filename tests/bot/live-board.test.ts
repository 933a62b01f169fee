import { describe, expect, it } from "vitest";
import type { Group } from "../../sandbox/telegram/actors/group.js";
import { createManualClock } from "../../sandbox/telegram/clock.js";
import { normal, plain, startStory, type Story, targets } from "./_story.js";
import { until } from "../_until.js";

function lounge(story: Story, bot: "member" | "administrator" = "administrator"): Group {
  return story.stage.group({ title: "Test Lounge", owner: story.alice, members: [story.bruno, story.chidi], bot });
}

/** The board's message in the group, once it is posted. */
async function boardIn(story: Story, group: Group): Promise<number> {
  let messageId: number | null = null;
  await until("the board is posted", async () => {
    const { rows } = await story.database.pool.query<{ message_id: string | null }>(
      "select message_id from telegram_live_boards where chat_id = $1 and message_id is not null",
      [group.id],
    );
    messageId = rows[0] === undefined ? null : Number(rows[0].message_id);
    return messageId !== null;
  });
  return messageId!;
}

function textIn(group: Group, messageId: number): string {
  const content = group.chat.messages.get(messageId)?.content;
  return content?.kind === "text" ? content.body.text : "";
}

async function outboxIsQuiet(story: Story): Promise<void> {
  await until("the outbox is quiet", async () => {
    const { rows } = await story.database.pool.query(
      "select 1 from telegram_outbox where state in ('ready', 'claimed', 'sending')",
    );
    return rows.length === 0;
  });
}

/** As if the pause between two edits were over. */
async function makeDue(story: Story): Promise<void> {
  await story.database.pool.query("update telegram_live_boards set next_edit_at = now() - interval '1 s'");
}

describe("/board", () => {
  it("posts one board, pins it silently and keeps it up to date in place", async () => {
    await using story = await startStory();
    const race = await story.race();
    const group = lounge(story);
    await story.alice.in(group).sends("/board");
    const messageId = await boardIn(story, group);
    await until("it is pinned", () => group.chat.pinned.includes(messageId));
    expect(normal(textIn(group, messageId))).toMatchInlineSnapshot(`
      "🏁 November Race
      Live · Ends <distance> (<date>)
      Prize pool: $175.00 · 12 players

       1 $1,203.00 🥇 pl*** · $100
       2 $1,102.75 🥈 pl*** · $50
       3 $1,002.50 🥉 pl*** · $25
       4   $902.25 pl***
       5   $802.00 pl***
       6   $701.75 pl***
       7   $601.50 pl***
       8   $501.25 pl***
       9   $401.00 pl***
      10   $300.75 pl***
      and 2 more players

      📌 Final hour: this board updates every few seconds.

      As of <time> · v<n>"
    `);
    const board = group.chat.messages.get(messageId)!;
    expect(board.isSilent).toBe(true);
    expect(targets({ message: board, chatId: group.id, text: "", buttons: [] })).toEqual({
      "📊 Open full board": `https://t.me/${story.sandbox.botUsername}?startapp=v1_race_${race}`,
    });
    await story.wager(9, 9_000);
    await makeDue(story);
    await until("it has moved", () => normal(textIn(group, messageId)).includes("1 $9,401.00 🥇"));
    expect(story.calls("sendMessage")).toHaveLength(1);
    expect(story.calls("pinChatMessage")).toHaveLength(1);
    expect(story.calls("pinChatMessage")[0]?.params).toMatchObject({ disable_notification: true });
  });

  it("belongs to administrators, anonymous ones included", async () => {
    await using story = await startStory();
    await story.race();
    const group = lounge(story);
    expect((await story.bruno.in(group).sends("/board")).text).toBe("Only administrators of the group can do this.");
    story.alice.becomesAnonymous(group);
    await story.alice.in(group).sends("/board");
    expect(story.calls("sendMessage")).toHaveLength(2);
    expect((await story.alice.in(group).taps("✅ Confirm")).edits[0]).toMatchObject({
      text: "✅ Confirmed.",
      buttons: [],
    });
    await boardIn(story, group);
  });

  it("says what is missing when the bot may not pin, and posts the board all the same", async () => {
    await using story = await startStory();
    await story.race();
    const group = lounge(story, "member");
    group.chat.permissions.can_pin_messages = false;
    story.sandbox.expectRefusal({ method: "pinChatMessage", description: "not enough rights" });
    const turn = await story.alice.in(group).sends("/board");
    expect(turn.replies.map(({ text }) => text)).toContain(
      "⚠️ I may not pin messages in the group: give me the right to pin, then send /board again.",
    );
    await boardIn(story, group);
    await outboxIsQuiet(story);
  });

  it("posts into the topic it was asked for in", async () => {
    await using story = await startStory();
    await story.race();
    const group = lounge(story);
    group.turnsOnTopics();
    const topic = await group.opensTopic("Races");
    await story.alice.in(topic).sends("/board");
    const messageId = await boardIn(story, group);
    expect(group.chat.messages.get(messageId)?.threadId).toBe(topic.threadId);
    // A confirmation counts where its question stands.
    const other = await group.opensTopic("Wagers");
    story.alice.becomesAnonymous(group);
    await story.alice.in(other).sends("/board");
    await story.alice.in(other).taps("✅ Confirm");
    const { rows } = await story.database.pool.query("select thread_id from telegram_live_boards");
    expect(rows).toEqual([{ thread_id: other.threadId }]);
  });

  it("waits for the next race when there is none, and posts when it starts", async () => {
    await using story = await startStory();
    const group = lounge(story);
    const turn = await story.alice.in(group).sends("/board");
    expect(turn.text).toBe("The live board will be pinned here when the next race starts.");
    await story.race();
    const messageId = await boardIn(story, group);
    await until("it is pinned", () => group.chat.pinned.includes(messageId));
  });

  it("moves the board when it is asked for again", async () => {
    await using story = await startStory();
    await story.race();
    const group = lounge(story);
    await story.alice.in(group).sends("/board");
    const first = await boardIn(story, group);
    await until("it is pinned", () => group.chat.pinned.includes(first));
    await story.alice.in(group).sends("/board");
    await until("another one is pinned", () => group.chat.pinned.length === 1 && !group.chat.pinned.includes(first));
    expect(await boardIn(story, group)).not.toBe(first);
  });

  it("points to groups in a private chat", async () => {
    await using story = await startStory();
    await story.alice.starts();
    expect((await story.alice.sends("/board")).text).toContain("Send /board in a group");
  });
});

describe("a live board", () => {
  it("is not edited while nothing changes", async () => {
    await using story = await startStory();
    await story.race();
    const group = lounge(story);
    await story.alice.in(group).sends("/board");
    await boardIn(story, group);
    await outboxIsQuiet(story);
    // The version moves on, the ten places do not: a wager of the twelfth player.
    await story.wager(12, 1);
    await makeDue(story);
    await until("the new version was looked at", async () => {
      const { rows } = await story.database.pool.query("select 1 from telegram_live_boards where next_edit_at > now()");
      return rows.length === 1;
    });
    await outboxIsQuiet(story);
    expect(story.calls("editMessageText")).toEqual([]);
  });

  it("is posted and pinned anew when somebody deletes it, but not for ever", async () => {
    await using story = await startStory();
    await story.race();
    const group = lounge(story);
    await story.alice.in(group).sends("/board");
    for (let posts = 1; posts <= 3; posts++) {
      await until("it is posted", () => story.calls("sendMessage").length === posts);
      await outboxIsQuiet(story);
      const messageId = await boardIn(story, group);
      await story.alice.in(group).deletes(group.chat.messages.get(messageId)!);
      story.sandbox.expectRefusal({ method: "editMessageText", description: "message to edit not found" });
      await story.wager(1, posts);
      await makeDue(story);
      await until("its loss is noticed", async () => {
        const { rows } = await story.database.pool.query<{ message_id: string }>(
          "select message_id from telegram_live_boards",
        );
        return rows[0]?.message_id !== String(messageId);
      });
    }
    await outboxIsQuiet(story);
    const { rows } = await story.database.pool.query("select state from telegram_live_boards");
    expect(rows).toEqual([{ state: "closed" }]);
    expect(story.calls("sendMessage")).toHaveLength(3);
  });

  it("goes to General when its topic is deleted, and says so once", async () => {
    await using story = await startStory();
    const group = lounge(story);
    group.turnsOnTopics();
    const topic = await group.opensTopic("Races");
    await story.alice.in(topic).sends("/board");
    await topic.isDeleted();
    story.sandbox.expectRefusal({ method: "sendMessage", description: "message thread not found" });
    await story.race();
    const messageId = await boardIn(story, group);
    await outboxIsQuiet(story);
    expect(group.chat.messages.get(messageId)?.threadId).toBeUndefined();
    const notices = [...group.chat.messages.values()].filter(({ id }) => textIn(group, id).includes("closed or gone"));
    expect(notices).toHaveLength(1);
  });

  it("is posted once although nobody knows whether Telegram took it", async () => {
    await using story = await startStory();
    await story.race();
    const group = lounge(story);
    story.sandbox.fails({ method: "sendMessage", fault: { kind: "lost" } });
    await story.alice.in(group).sends("/board");
    await until("it is shown to an operator", async () => {
      const { rows } = await story.database.pool.query("select 1 from telegram_outbox where state = 'ambiguous'");
      return rows.length === 1;
    });
    expect(story.calls("sendMessage")).toHaveLength(1);
  });

  it("is edited again after an edit of which nobody knows whether it arrived", async () => {
    await using story = await startStory();
    await story.race();
    const group = lounge(story);
    await story.alice.in(group).sends("/board");
    const messageId = await boardIn(story, group);
    await outboxIsQuiet(story);
    story.sandbox.fails({ method: "editMessageText", fault: { kind: "lost" } });
    await story.wager(9, 9_000);
    await makeDue(story);
    await until("it has moved", () => normal(textIn(group, messageId)).includes("1 $9,401.00 🥇"));
    await outboxIsQuiet(story);
    expect(story.calls("sendMessage")).toHaveLength(1);
  });

  it("waits as long as Telegram asks", async () => {
    await using story = await startStory();
    await story.race();
    const group = lounge(story);
    story.sandbox.fails({
      method: "sendMessage",
      fault: { kind: "error", code: 429, description: "Too Many Requests: retry after 2", retryAfterS: 2 },
    });
    const startMs = performance.now();
    await story.alice.in(group).sends("/board");
    await boardIn(story, group);
    expect(performance.now() - startMs).toBeGreaterThanOrEqual(2000);
  });

  it("speaks the group's language", async () => {
    await using story = await startStory();
    await story.race();
    const group = lounge(story);
    await story.alice.in(group).sends("/race");
    await story.database.pool.query("update telegram_chats set language = 'de' where id = $1", [group.id]);
    await story.alice.in(group).sends("/board");
    expect(plain(textIn(group, await boardIn(story, group)))).toContain("Preistopf: 175,00 $");
  });

  it("follows its group to a supergroup", async () => {
    await using story = await startStory();
    await story.race();
    const group = story.stage.group({ title: "Old", owner: story.alice, bot: "administrator", kind: "group" });
    await story.alice.in(group).sends("/board");
    await boardIn(story, group);
    await outboxIsQuiet(story);
    await group.migrates();
    const moved = await boardIn(story, group);
    expect(textIn(group, moved)).toContain("November Race");
    await until("it is pinned", () => group.chat.pinned.includes(moved));
  });

  it("ends with one last edit when the race is void, and gives its pin to the next race", async () => {
    await using story = await startStory();
    const race = await story.race();
    const group = lounge(story);
    await story.alice.in(group).sends("/board");
    const messageId = await boardIn(story, group);
    await until("it is pinned", () => group.chat.pinned.includes(messageId));
    await story.database.pool.query("update races set status = 'void', void_reason = 'test' where id = $1", [race]);
    await makeDue(story);
    await until("it says so", () => textIn(group, messageId).includes("Cancelled"));
    await story.race({ title: "Next Race" });
    await until("the next board is pinned instead", () => {
      const [pinned] = group.chat.pinned;
      return group.chat.pinned.length === 1 && pinned !== undefined && textIn(group, pinned).includes("Next Race");
    });
    await outboxIsQuiet(story);
    const { rows } = await story.database.pool.query("select state from telegram_live_boards where race_id = $1", [
      race,
    ]);
    expect(rows).toEqual([{ state: "closed" }]);
  });

  it("is left alone in groups the bot was removed from", async () => {
    await using story = await startStory();
    await story.race();
    const group = lounge(story);
    await story.alice.in(group).sends("/board");
    await boardIn(story, group);
    await outboxIsQuiet(story);
    await story.alice.removes(story.stage.bot, group);
    await story.wager(9, 9_000);
    await makeDue(story);
    await story.stage.settle();
    expect(story.calls("editMessageText")).toEqual([]);
  });
});

describe("many boards", () => {
  it("are sent one call a chat at a time and within the pace", async () => {
    await using story = await startStory({ sandbox: { clock: createManualClock(new Date()) } });
    await story.race();
    const groups = Array.from({ length: 12 }, (_, index) =>
      story.stage.group({ title: `Group ${index}`, owner: story.alice, bot: "administrator" }),
    );
    await story.database.pool.query(
      `insert into telegram_chats (id, kind, title, bot_status) select id, 'supergroup', 'x', 'administrator'
       from unnest($1::bigint[]) id`,
      [groups.map(({ id }) => id)],
    );
    await story.database.pool.query(
      "insert into telegram_group_settings (chat_id, live_board) select id, true from unnest($1::bigint[]) id",
      [groups.map(({ id }) => id)],
    );
    for (const group of groups) await boardIn(story, group);
    await outboxIsQuiet(story);
    expect(story.calls("sendMessage")).toHaveLength(12);
    expect(story.calls("pinChatMessage")).toHaveLength(12);
  });
});
