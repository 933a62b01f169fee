import { describe, expect, it } from "vitest";
import { sendText } from "../../sandbox/telegram/people/chatting.js";
import { scene } from "./_harness.js";
import type { Scene } from "./_harness.js";

/** A person who may be written to, and a supergroup where the bot is an administrator. */
function populate(s: Scene) {
  const alice = s.stage.person({ firstName: "Alice", hasStarted: true });
  const group = s.stage.group({ title: "Lounge", owner: alice });
  return { alice, group };
}

async function sent(s: Scene, params: Record<string, unknown>): Promise<number> {
  const { message_id } = await s.result("sendMessage", { text: "hello", ...params });
  return Number(message_id);
}

describe("texts", () => {
  it.each([
    [{}, "400 Bad Request: message text is empty"],
    [{ text: "" }, "400 Bad Request: message text is empty"],
    [{ text: "  " }, "400 Bad Request: text must be non-empty"],
    [{ text: "a".repeat(32_769) }, "400 Bad Request: text is too long"],
    [{ text: "a".repeat(4_097) }, "400 Bad Request: message is too long"],
    [{ text: "x", parse_mode: "BBCode" }, "400 Bad Request: unsupported parse_mode"],
    [
      { text: "<b>x", parse_mode: "HTML" },
      `400 Bad Request: can't parse entities: Can't find end tag corresponding to start tag "b"`,
    ],
    [
      { text: "a-b", parse_mode: "MarkdownV2" },
      "400 Bad Request: can't parse entities: Character '-' is reserved and must be escaped with the preceding '\\'",
    ],
  ])("refuses %j", async (params, expected) => {
    await using s = await scene();
    const { alice } = populate(s);
    expect(await s.refusal("sendMessage", { chat_id: alice.id, ...params })).toBe(expected);
  });

  it("refuses captions over 1,024 code points and photos that are not there", async () => {
    await using s = await scene();
    const { alice } = populate(s);
    expect(await s.refusal("sendPhoto", { chat_id: alice.id })).toBe(
      "400 Bad Request: there is no photo in the request",
    );
    expect(await s.refusal("sendPhoto", { chat_id: alice.id, photo: "https://a.example/x.png" })).toBe(
      "400 Bad Request: failed to get HTTP URL content",
    );
  });
});

describe("keyboards", () => {
  const web_app = { url: "https://app.example/" };
  it.each([
    [{ text: "a" }, "can't parse inline keyboard button: Text buttons are unallowed in the inline keyboard"],
    [{ text: "a", url: "" }, "can't parse inline keyboard button: Text buttons are unallowed in the inline keyboard"],
    [
      { text: "a", callback_data: "" },
      "can't parse inline keyboard button: Text buttons are unallowed in the inline keyboard",
    ],
    [{ text: "", callback_data: "x" }, "inline keyboard button text must be non-empty"],
    [
      { text: "a", callback_data: "x", style: "loud" },
      "can't parse inline keyboard button: invalid button style specified",
    ],
    [{ text: "a", callback_data: "ä".repeat(33) }, "BUTTON_DATA_INVALID"],
    [
      { text: "a", web_app: { url: "http://app.example/" } },
      "inline keyboard button Web App URL 'http://app.example/' is invalid: Only HTTPS links are allowed",
    ],
  ])("refuses the button %j", async (button, expected) => {
    await using s = await scene();
    const { alice } = populate(s);
    const reply_markup = { inline_keyboard: [[button]] };
    expect(await s.refusal("sendMessage", { chat_id: alice.id, text: "x", reply_markup })).toBe(
      `400 Bad Request: ${expected}`,
    );
  });

  it("takes 64 bytes of callback data, and refuses copy texts over 256 characters", async () => {
    await using s = await scene();
    const { alice } = populate(s);
    const send = (button: object) =>
      s.refusal("sendMessage", { chat_id: alice.id, text: "x", reply_markup: { inline_keyboard: [[button]] } });
    expect(await send({ text: "a", callback_data: "x".repeat(64) })).toBe("ok");
    expect(await send({ text: "a", copy_text: { text: "x".repeat(256) } })).toBe("ok");
    expect(await send({ text: "a", copy_text: { text: "x".repeat(257) } })).toBe(
      "400 EMULATOR: copy_text must have 1-256 characters",
    );
  });

  it("allows web_app buttons in private chats only", async () => {
    await using s = await scene();
    const { alice, group } = populate(s);
    const inline = { inline_keyboard: [[{ text: "Open", web_app }]] };
    const keys = { keyboard: [[{ text: "Open", web_app }]] };
    expect(await s.refusal("sendMessage", { chat_id: alice.id, text: "x", reply_markup: inline })).toBe("ok");
    expect(await s.refusal("sendMessage", { chat_id: alice.id, text: "x", reply_markup: keys })).toBe("ok");
    expect(await s.refusal("sendMessage", { chat_id: group.id, text: "x", reply_markup: inline })).toBe(
      "400 Bad Request: BUTTON_TYPE_INVALID",
    );
    expect(await s.refusal("sendMessage", { chat_id: group.id, text: "x", reply_markup: keys })).toBe(
      "400 Bad Request: web App buttons can be used in private chats only",
    );
  });

  it("drops empty rows without a word", async () => {
    await using s = await scene();
    const { alice } = populate(s);
    const reply_markup = { inline_keyboard: [[], [{ text: "a", callback_data: "b" }], []] };
    const message = await s.result("sendMessage", { chat_id: alice.id, text: "x", reply_markup });
    expect(message["reply_markup"]).toEqual({ inline_keyboard: [[{ text: "a", callback_data: "b" }]] });
    const none = await s.result("sendMessage", {
      chat_id: alice.id,
      text: "x",
      reply_markup: { inline_keyboard: [[]] },
    });
    expect(none["reply_markup"]).toBeUndefined();
  });
});

describe("access", () => {
  it("knows the chats it may write to", async () => {
    await using s = await scene();
    const { alice } = populate(s);
    const send = (chat_id?: unknown) =>
      s.refusal("sendMessage", { text: "x", ...(chat_id === undefined ? {} : { chat_id }) });
    const stranger = s.stage.person({ firstName: "Stranger" });
    expect(await send()).toBe("400 Bad Request: chat_id is empty");
    expect(await send(987_654)).toBe("400 Bad Request: chat not found");
    expect(await send("@nobody")).toBe("400 Bad Request: chat not found");
    expect(await send(stranger.id)).toBe("403 Forbidden: bot can't initiate conversation with a user");
    expect(await send(s.sandbox.botId)).toBe("403 Forbidden: the bot can't send messages to the bot");
    alice.user.hasBlockedBot = true;
    expect(await send(alice.id)).toBe("403 Forbidden: bot was blocked by the user");
    alice.deletesAccount();
    expect(await send(alice.id)).toBe("403 Forbidden: user is deactivated");
  });

  it.each([
    ["supergroup", "kicked", "403 Forbidden: bot was kicked from the supergroup chat"],
    ["supergroup", "left", "403 Forbidden: bot is not a member of the supergroup chat"],
    ["group", "kicked", "403 Forbidden: bot was kicked from the group chat"],
    ["group", "left", "403 Forbidden: bot is not a member of the group chat"],
  ] as const)("is refused in a %s it was %s from", async (kind, status, expected) => {
    await using s = await scene();
    const alice = s.stage.person({ firstName: "Alice" });
    const group = s.stage.group({ title: "Lounge", owner: alice, kind });
    s.sandbox.core.world.setMember(group.chat, s.sandbox.botId, { status });
    expect(await s.refusal("sendMessage", { chat_id: group.id, text: "x" })).toBe(expected);
  });

  it("is refused in deleted groups, and told the new id of groups that migrated", async () => {
    await using s = await scene();
    const alice = s.stage.person({ firstName: "Alice" });
    const gone = s.stage.group({ title: "Gone", owner: alice, kind: "group" });
    gone.chat.isDeleted = true;
    expect(await s.refusal("sendMessage", { chat_id: gone.id, text: "x" })).toBe(
      "403 Forbidden: the group chat was deleted",
    );
    const moved = s.stage.group({ title: "Moved", owner: alice, kind: "group" });
    moved.chat.migratedToId = -1001234567890;
    const { body } = await s.call("sendMessage", { chat_id: moved.id, text: "x" });
    expect(body).toEqual({
      ok: false,
      error_code: 400,
      description: "Bad Request: group chat was upgraded to a supergroup chat",
      parameters: { migrate_to_chat_id: -1001234567890 },
    });
  });

  it("obeys the group's rules about writing and pinning", async () => {
    await using s = await scene();
    const alice = s.stage.person({ firstName: "Alice" });
    const group = s.stage.group({ title: "Quiet", owner: alice, bot: "member" });
    const id = await sent(s, { chat_id: group.id });
    expect(await s.refusal("pinChatMessage", { chat_id: group.id, message_id: id })).toBe(
      "400 Bad Request: not enough rights to manage pinned messages in the chat",
    );
    group.silencesMembers();
    expect(await s.refusal("sendMessage", { chat_id: group.id, text: "x" })).toBe(
      "400 Bad Request: not enough rights to send text messages to the chat",
    );
  });
});

describe("topics", () => {
  it("knows its topics, and has no thread for General", async () => {
    await using s = await scene();
    const { group } = populate(s);
    const plain = await s.result("sendMessage", { chat_id: group.id, text: "x", message_thread_id: 77 });
    expect(plain["message_thread_id"]).toBeUndefined();
    group.turnsOnTopics();
    const topic = await s.result("createForumTopic", { chat_id: group.id, name: "Races" });
    const thread = topic["message_thread_id"];
    const send = (message_thread_id: unknown) =>
      s.refusal("sendMessage", { chat_id: group.id, text: "x", message_thread_id });
    expect(await send(1)).toBe("400 Bad Request: message thread not found");
    expect(await send(4_711)).toBe("400 Bad Request: message thread not found");
    const inTopic = await s.result("sendMessage", { chat_id: group.id, text: "x", message_thread_id: thread });
    expect(inTopic).toMatchObject({ message_thread_id: thread, is_topic_message: true });
    await s.result("deleteForumTopic", { chat_id: group.id, message_thread_id: thread });
    expect(await send(thread)).toBe("400 Bad Request: message thread not found");
  });

  it("refuses closed topics to those who may not manage them", async () => {
    await using s = await scene();
    const { group } = populate(s);
    group.turnsOnTopics();
    const { message_thread_id } = await s.result("createForumTopic", { chat_id: group.id, name: "Races" });
    await s.result("closeForumTopic", { chat_id: group.id, message_thread_id });
    s.sandbox.core.world.setMember(group.chat, s.sandbox.botId, { status: "member" });
    expect(await s.refusal("sendMessage", { chat_id: group.id, text: "x", message_thread_id })).toBe(
      "400 Bad Request: TOPIC_CLOSED",
    );
  });
});

describe("edits, deletions, replies and pins", () => {
  it("edits its own messages only, and only when something changes", async () => {
    await using s = await scene();
    const { alice } = populate(s);
    const message_id = await sent(s, { chat_id: alice.id });
    const edit = (params: object) => s.refusal("editMessageText", { chat_id: alice.id, ...params });
    const theirs = sendText(s.sandbox.core, alice.id, alice.id, "mine").id;
    expect(await edit({ message_id: 999, text: "x" })).toBe("400 Bad Request: message to edit not found");
    expect(await edit({ message_id: theirs, text: "x" })).toBe("400 Bad Request: message can't be edited");
    expect(await edit({ message_id, text: "hello" })).toBe(
      "400 Bad Request: message is not modified: specified new message content and reply markup are exactly the same as a current content and reply markup of the message",
    );
    s.clock.advance(30 * 86_400_000);
    expect(await edit({ message_id, text: "later" })).toBe("ok");
    const keyed = await sent(s, { chat_id: alice.id, reply_markup: { keyboard: [["a"]] } });
    expect(await edit({ message_id: keyed, text: "x" })).toBe("400 Bad Request: message can't be edited");
    const forwarded = await s.result("forwardMessage", {
      chat_id: alice.id,
      from_chat_id: alice.id,
      message_id: theirs,
    });
    expect(await edit({ message_id: forwarded["message_id"], text: "x" })).toBe(
      "400 Bad Request: message can't be edited",
    );
  });

  it("loses its keyboard when an edit brings none", async () => {
    await using s = await scene();
    const { alice } = populate(s);
    const reply_markup = { inline_keyboard: [[{ text: "a", callback_data: "b" }]] };
    const message_id = await sent(s, { chat_id: alice.id, reply_markup });
    const edited = await s.result("editMessageText", { chat_id: alice.id, message_id, text: "new" });
    expect(edited["reply_markup"]).toBeUndefined();
    expect(edited["edit_date"]).toBe(s.clock.now().getTime() / 1000);
  });

  it("deletes for two days, its own everywhere and others with the right", async () => {
    await using s = await scene();
    const { alice, group } = populate(s);
    const remove = (chat_id: number, message_id: number) => s.refusal("deleteMessage", { chat_id, message_id });
    expect(await remove(alice.id, 999)).toBe("400 Bad Request: message to delete not found");
    const old = await sent(s, { chat_id: alice.id });
    const oldInGroup = await sent(s, { chat_id: group.id });
    s.clock.advance(48 * 3_600_000);
    expect(await remove(alice.id, old)).toBe("400 Bad Request: message can't be deleted for everyone");
    expect(await remove(group.id, oldInGroup)).toBe("400 Bad Request: message can't be deleted");
    const theirs = sendText(s.sandbox.core, alice.id, group.id, "mine").id;
    expect(await remove(group.id, theirs)).toBe("ok");
    s.sandbox.core.world.setMember(group.chat, s.sandbox.botId, { status: "member" });
    const again = sendText(s.sandbox.core, alice.id, group.id, "mine").id;
    expect(await remove(group.id, again)).toBe("400 Bad Request: message can't be deleted");
  });

  it("answers only messages that are there, unless told otherwise", async () => {
    await using s = await scene();
    const { alice } = populate(s);
    const reply = (extra: object) =>
      s.refusal("sendMessage", { chat_id: alice.id, text: "x", reply_parameters: { message_id: 999, ...extra } });
    expect(await reply({})).toBe("400 Bad Request: message to be replied not found");
    expect(await reply({ allow_sending_without_reply: true })).toBe("ok");
  });

  it("pins what is there, once", async () => {
    await using s = await scene();
    const { group } = populate(s);
    const message_id = await sent(s, { chat_id: group.id });
    expect(await s.refusal("pinChatMessage", { chat_id: group.id, message_id: 999 })).toBe(
      "400 Bad Request: message to pin not found",
    );
    expect(await s.refusal("pinChatMessage", { chat_id: group.id, message_id, disable_notification: true })).toBe("ok");
    expect(await s.refusal("pinChatMessage", { chat_id: group.id, message_id })).toBe("ok");
    const chat = await s.result("getChat", { chat_id: group.id });
    expect(chat["pinned_message"]).toMatchObject({ message_id, text: "hello" });
    // The bot hears of its own pin, as of any service line about pins.
    expect(s.stage.updates()).toMatchObject([{ message: { from: { is_bot: true }, pinned_message: { message_id } } }]);
    expect(await s.refusal("unpinChatMessage", { chat_id: group.id, message_id: 999 })).toBe(
      "400 Bad Request: message to unpin not found",
    );
    expect(await s.refusal("unpinAllChatMessages", { chat_id: group.id })).toBe("ok");
    expect(group.chat.pinned).toEqual([]);
  });
});
