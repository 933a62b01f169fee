import { describe, expect, it } from "vitest";
import { play } from "./_harness.js";
import type { Play } from "./_harness.js";

/** A bot that repeats what it hears, so that a test sees what reached it. */
async function parrot(): Promise<Play> {
  return play((bot) => {
    bot.on("my_chat_member", (ctx) => {
      const { old_chat_member: before, new_chat_member: after } = ctx.myChatMember;
      heard.push(`my_chat_member ${ctx.chat.type} ${before.status}→${after.status}`);
    });
    bot.on("chat_member", (ctx) => {
      const { old_chat_member: before, new_chat_member: after } = ctx.chatMember;
      heard.push(`chat_member ${after.user.first_name} ${before.status}→${after.status}`);
    });
    bot.on("message", (ctx) => {
      const { message } = ctx;
      const sender = message.sender_chat ? `${message.from.id} for ${message.sender_chat.id}` : message.from.first_name;
      const service = Object.keys(message).find((key) =>
        /^(?:new_chat|left_chat|migrate|forum|general|pinned)/.test(key),
      );
      heard.push(`${sender}: ${message.text ?? service ?? "something"}`);
    });
  });
}
let heard: string[] = [];
function listen(): string[] {
  heard = [];
  return heard;
}

describe("joining and leaving", () => {
  it("tells the bot of its own standing and, as administrator, of everybody's", async () => {
    const log = listen();
    await using p = await parrot();
    const alice = p.stage.person({ firstName: "Alice" });
    const bruno = p.stage.person({ firstName: "Bruno" });
    const group = p.stage.group({ title: "Lounge", owner: alice, bot: "absent" });
    await alice.adds(p.stage.bot, group);
    await alice.adds(bruno, group);
    await alice.promotes(p.stage.bot, group);
    await alice.promotes(bruno, group);
    await bruno.leaves(group);
    await alice.demotes(p.stage.bot, group);
    await alice.removes(p.stage.bot, group);
    await alice.in(group).sends("/race");
    expect(log).toEqual([
      "my_chat_member supergroup left→member",
      "Alice: new_chat_members",
      "Alice: new_chat_members",
      "my_chat_member supergroup member→administrator",
      "chat_member Bruno member→administrator",
      "chat_member Bruno administrator→left",
      "Bruno: left_chat_member",
      "my_chat_member supergroup administrator→member",
      "my_chat_member supergroup member→kicked",
      "Alice: left_chat_member",
    ]);
  });

  it("brings the payload of a startgroup link", async () => {
    const log = listen();
    await using p = await parrot();
    const alice = p.stage.person({ firstName: "Alice" });
    const group = p.stage.group({ title: "Lounge", owner: alice, bot: "absent" });
    await alice.adds(p.stage.bot, group, "v1_setup_1");
    expect(log.at(-1)).toBe("Alice: /start@goatedvips_sandbox_bot v1_setup_1");
  });

  it("tells of blocks and unblocks in private chats", async () => {
    const log = listen();
    await using p = await parrot();
    const alice = p.stage.person({ firstName: "Alice" });
    await alice.starts();
    await alice.blocks();
    await expect(p.bot.api.sendMessage(alice.id, "x")).rejects.toThrow("bot was blocked by the user");
    p.sandbox.expectRefusal({ method: "sendMessage", description: "bot was blocked by the user" });
    await alice.starts();
    expect(log).toEqual([
      "Alice: /start",
      "my_chat_member private member→kicked",
      "my_chat_member private kicked→member",
      "Alice: /start",
    ]);
  });
});

describe("privacy mode", () => {
  it("shows a member bot commands, answers to itself and service lines, an administrator everything", async () => {
    const log = listen();
    await using p = await parrot();
    const alice = p.stage.person({ firstName: "Alice" });
    const bruno = p.stage.person({ firstName: "Bruno" });
    const group = p.stage.group({ title: "Lounge", owner: alice, bot: "member" });
    const own = await p.bot.api.sendMessage(group.id, "Hi");
    await alice.in(group).sends("nice weather");
    await alice.in(group).sends("/race");
    await alice.in(group).sends("/race@goatedvips_sandbox_bot");
    await alice.in(group).sends("/race@other_bot");
    await alice.in(group).sends("@goatedvips_sandbox_bot hello");
    const answer = group.chat.messages.get(own.message_id);
    if (answer) await alice.in(group).replies(answer, "thanks");
    await bruno.joins(group);
    await alice.promotes(p.stage.bot, group);
    await alice.in(group).sends("nice weather again");
    expect(log.filter((line) => !line.startsWith("my_chat_member"))).toEqual([
      "Alice: /race",
      "Alice: /race@goatedvips_sandbox_bot",
      "Alice: thanks",
      "Bruno: new_chat_members",
      "Alice: nice weather again",
    ]);
  });
});

describe("special senders", () => {
  it("shows anonymous administrators as 1087968824 speaking for the group", async () => {
    const log = listen();
    await using p = await parrot();
    const alice = p.stage.person({ firstName: "Alice" });
    const group = p.stage.group({ title: "Lounge", owner: alice });
    alice.becomesAnonymous(group);
    await alice.in(group).sends("/setup");
    expect(log).toEqual([`1087968824 for ${group.id}: /setup`]);
  });

  it("shows posts of a linked channel as 777000, forwarded automatically", async () => {
    const log = listen();
    await using p = await parrot();
    const alice = p.stage.person({ firstName: "Alice" });
    const group = p.stage.group({ title: "Lounge", owner: alice });
    const news = group.hasLinkedChannel("News");
    await news.posts("/race today");
    expect(log).toEqual([`777000 for ${news.id}: /race today`]);
    expect(p.stage.updates()[0]?.message).toMatchObject({
      is_automatic_forward: true,
      forward_origin: { type: "channel" },
    });
  });
});

describe("a group that becomes a supergroup", () => {
  it("tells both ids, refuses the old one, and goes on under the new one", async () => {
    const log = listen();
    await using p = await parrot();
    const alice = p.stage.person({ firstName: "Alice" });
    const group = p.stage.group({ title: "Lounge", owner: alice, kind: "group" });
    const oldId = group.id;
    await group.migrates();
    expect(log).toEqual(["Alice: migrate_to_chat_id", "Alice: migrate_from_chat_id"]);
    p.sandbox.expectRefusal({ method: "sendMessage", description: "group chat was upgraded to a supergroup chat" });
    await expect(p.bot.api.sendMessage(oldId, "x")).rejects.toMatchObject({
      parameters: { migrate_to_chat_id: group.id },
    });
    await p.bot.api.sendMessage(group.id, "here");
    expect(group.newest.text).toBe("here");
  });
});

describe("forums", () => {
  it("marks messages of a topic and tells of its life", async () => {
    const log = listen();
    await using p = await parrot();
    const alice = p.stage.person({ firstName: "Alice" });
    const group = p.stage.group({ title: "Lounge", owner: alice });
    group.turnsOnTopics();
    const topic = await group.opensTopic("Races");
    await alice.in(topic).sends("/race");
    await topic.closes();
    await group.closesGeneral();
    await group.hidesGeneral();
    await topic.isDeleted();
    expect(log).toEqual([
      "Alice: forum_topic_created",
      "Alice: /race",
      "Alice: forum_topic_closed",
      "Alice: forum_topic_closed",
      "Alice: general_forum_topic_hidden",
    ]);
    const inTopic = p.stage.updates()[1]?.message;
    expect(inTopic).toMatchObject({
      message_thread_id: topic.threadId,
      is_topic_message: true,
      chat: { is_forum: true },
    });
  });
});

describe("members", () => {
  it("are described by getChatMember, getChatAdministrators and getChatMemberCount", async () => {
    listen();
    await using p = await parrot();
    const alice = p.stage.person({ firstName: "Alice" });
    const bruno = p.stage.person({ firstName: "Bruno" });
    const stranger = p.stage.person({ firstName: "Stranger" });
    const group = p.stage.group({ title: "Lounge", owner: alice, members: [bruno] });
    const status = async (id: number) => (await p.bot.api.getChatMember(group.id, id)).status;
    expect([
      await status(alice.id),
      await status(bruno.id),
      await status(stranger.id),
      await status(p.stage.bot.id),
    ]).toEqual(["creator", "member", "left", "administrator"]);
    expect((await p.bot.api.getChatAdministrators(group.id)).map((member) => member.user.first_name)).toEqual([
      "Alice",
      "GoatedVIPs",
    ]);
    expect(await p.bot.api.getChatMemberCount(group.id)).toBe(3);
    p.sandbox.expectRefusal({ method: "getChatMember", description: "user not found" });
    await expect(p.bot.api.getChatMember(group.id, 4_711)).rejects.toThrow("user not found");
    await p.bot.api.leaveChat(group.id);
    await p.stage.settle();
    expect(group.chat.members.get(p.stage.bot.id)?.status).toBe("left");
  });

  it("react, and an administrator bot hears it", async () => {
    await using p = await play((bot) => {
      bot.reaction("👍", (ctx) => ctx.react("🔥"));
    });
    const alice = p.stage.person({ firstName: "Alice" });
    const group = p.stage.group({ title: "Lounge", owner: alice });
    await p.bot.api.sendMessage(group.id, "Result");
    await alice.in(group).reacts("👍", group.newest);
    expect([...group.newest.message.reactions.values()]).toEqual([
      [{ type: "emoji", emoji: "👍" }],
      [{ type: "emoji", emoji: "🔥" }],
    ]);
    p.sandbox.expectRefusal({ method: "setMessageReaction", description: "REACTION_INVALID" });
    const emoji = "🧨" as "🔥";
    await expect(
      p.bot.api.setMessageReaction(group.id, group.newest.message.id, [{ type: "emoji", emoji }]),
    ).rejects.toThrow("REACTION_INVALID");
  });
});
