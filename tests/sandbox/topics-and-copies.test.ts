import { describe, expect, it } from "vitest";
import { sendText } from "../../sandbox/telegram/people/chatting.js";
import { scene } from "./_harness.js";
import type { Scene } from "./_harness.js";

function forum(s: Scene) {
  const alice = s.stage.person({ firstName: "Alice", hasStarted: true });
  const group = s.stage.group({ title: "Lounge", owner: alice });
  group.turnsOnTopics();
  return { alice, group };
}

describe("topics by the bot", () => {
  it("are made, renamed, closed and opened again", async () => {
    await using s = await scene();
    const { group } = forum(s);
    const chat_id = group.id;
    const topic = await s.result("createForumTopic", { chat_id, name: "Races", icon_color: 0x6fb9f0 });
    expect(topic).toEqual({ message_thread_id: topic["message_thread_id"], name: "Races", icon_color: 0x6fb9f0 });
    const at = { chat_id, message_thread_id: topic["message_thread_id"] };
    expect(await s.refusal("editForumTopic", { ...at, name: "Results" })).toBe("ok");
    expect(await s.refusal("editForumTopic", { ...at, name: "Results" })).toBe("400 Bad Request: TOPIC_NOT_MODIFIED");
    expect(await s.refusal("closeForumTopic", at)).toBe("ok");
    expect(await s.refusal("closeForumTopic", at)).toBe("400 Bad Request: TOPIC_NOT_MODIFIED");
    expect(await s.refusal("reopenForumTopic", at)).toBe("ok");
    expect([...group.chat.topics.values()]).toMatchObject([{ name: "Results", isClosed: false }]);
  });

  it("have bounds for names and colours, and need a forum and the right", async () => {
    await using s = await scene();
    const { alice, group } = forum(s);
    const chat_id = group.id;
    expect(await s.refusal("createForumTopic", { chat_id, name: " " })).toBe("400 Bad Request: TOPIC_NAME_EMPTY");
    expect(await s.refusal("createForumTopic", { chat_id, name: "x".repeat(129) })).toBe(
      "400 Bad Request: topic name is too long",
    );
    expect(await s.refusal("createForumTopic", { chat_id, name: "x", icon_color: 5 })).toBe(
      "400 Bad Request: invalid icon color specified",
    );
    const plain = s.stage.group({ title: "Plain", owner: alice });
    expect(await s.refusal("createForumTopic", { chat_id: plain.id, name: "x" })).toBe(
      "400 Bad Request: the chat is not a forum",
    );
    s.sandbox.core.world.setMember(group.chat, s.sandbox.botId, { status: "member" });
    expect(await s.refusal("createForumTopic", { chat_id, name: "x" })).toBe(
      "400 Bad Request: not enough rights to create a topic",
    );
  });

  it("include General, which can be closed, hidden and shown", async () => {
    await using s = await scene();
    const { group } = forum(s);
    const chat_id = group.id;
    for (const method of [
      "closeGeneralForumTopic",
      "reopenGeneralForumTopic",
      "hideGeneralForumTopic",
      "unhideGeneralForumTopic",
    ]) {
      expect(await s.refusal(method, { chat_id })).toBe("ok");
      expect(await s.refusal(method, { chat_id })).toBe("400 Bad Request: TOPIC_NOT_MODIFIED");
    }
  });

  it("keep their pins apart", async () => {
    await using s = await scene();
    const { group } = forum(s);
    const chat_id = group.id;
    const { message_thread_id } = await s.result("createForumTopic", { chat_id, name: "Races" });
    const inTopic = await s.result("sendMessage", { chat_id, message_thread_id, text: "in topic" });
    const inGeneral = await s.result("sendMessage", { chat_id, text: "in general" });
    for (const { message_id } of [inTopic, inGeneral] as { message_id: number }[]) {
      await s.result("pinChatMessage", { chat_id, message_id });
    }
    await s.result("unpinAllForumTopicMessages", { chat_id, message_thread_id });
    expect(group.chat.pinned).toEqual([inGeneral["message_id"]]);
    await s.result("unpinAllGeneralForumTopicMessages", { chat_id });
    expect(group.chat.pinned).toEqual([]);
  });
});

describe("copies, captions and the rest", () => {
  it("forwards with the origin and copies without it", async () => {
    await using s = await scene();
    const { alice, group } = forum(s);
    const original = sendText(s.sandbox.core, alice.id, alice.id, "words").id;
    const from = { chat_id: group.id, from_chat_id: alice.id };
    const forwarded = await s.result("forwardMessage", { ...from, message_id: original });
    expect(forwarded).toMatchObject({ text: "words", forward_origin: { type: "user", sender_user: { id: alice.id } } });
    const { message_id } = await s.result("copyMessage", { ...from, message_id: original });
    expect(group.chat.messages.get(Number(message_id))?.forwardedFromId).toBeUndefined();
    expect(await s.refusal("copyMessage", { ...from, message_id: 999 })).toBe(
      "400 Bad Request: message to copy not found",
    );
    const secret = await s.result("sendMessage", { chat_id: alice.id, text: "secret", protect_content: true });
    expect(await s.refusal("forwardMessage", { ...from, message_id: secret["message_id"] })).toBe(
      "400 Bad Request: message can't be forwarded",
    );
  });

  it("edits captions only where there are any", async () => {
    await using s = await scene();
    const { alice } = forum(s);
    const text = await s.result("sendMessage", { chat_id: alice.id, text: "x" });
    expect(
      await s.refusal("editMessageCaption", { chat_id: alice.id, message_id: text["message_id"], caption: "y" }),
    ).toBe("400 Bad Request: there is no caption in the message to edit");
    const form = new FormData();
    form.set("chat_id", String(alice.id));
    form.set("photo", new Blob(["picture"]), "p.png");
    await fetch(`${s.sandbox.apiRoot}/bot${s.sandbox.token}/sendPhoto`, { method: "POST", body: form });
    const photo = alice.newest.message.id;
    const edited = await s.result("editMessageCaption", {
      chat_id: alice.id,
      message_id: photo,
      caption: "*new*",
      parse_mode: "MarkdownV2",
    });
    expect(edited).toMatchObject({ caption: "new", caption_entities: [{ type: "bold" }] });
    expect(await s.refusal("editMessageText", { chat_id: alice.id, message_id: photo, text: "y" })).toBe(
      "400 Bad Request: there is no text in the message to edit",
    );
  });

  it("deletes several at once, skipping what is gone", async () => {
    await using s = await scene();
    const { alice } = forum(s);
    const ids: unknown[] = [];
    for (const text of ["a", "b"]) ids.push((await s.result("sendMessage", { chat_id: alice.id, text }))["message_id"]);
    expect(await s.refusal("deleteMessages", { chat_id: alice.id, message_ids: [] })).toBe(
      "400 Bad Request: message identifiers are not specified",
    );
    expect(await s.refusal("deleteMessages", { chat_id: alice.id, message_ids: [...ids, 999] })).toBe("ok");
    expect(s.sandbox.core.world.botChat(alice.id).messages.size).toBe(0);
  });

  it("changes only the keyboard, which dates the edit but is not shown as one", async () => {
    await using s = await scene();
    const { alice } = forum(s);
    const { message_id } = await s.result("sendMessage", { chat_id: alice.id, text: "x" });
    const reply_markup = { inline_keyboard: [[{ text: "a", callback_data: "b" }]] };
    const edited = await s.result("editMessageReplyMarkup", { chat_id: alice.id, message_id, reply_markup });
    expect(edited).toMatchObject({ text: "x", reply_markup, edit_date: expect.any(Number) as number });
    expect(alice.newest.message.isEditShown).toBeUndefined();
  });

  it("stores rich messages as their source, within their bounds", async () => {
    await using s = await scene();
    const { alice } = forum(s);
    const send = (rich_message: object) => s.refusal("sendRichMessage", { chat_id: alice.id, rich_message });
    expect(await send({ markdown: "# Results\n| a | b |" })).toBe("ok");
    expect(alice.newest.text).toBe("# Results\n| a | b |");
    expect(await send({})).toBe("400 Bad Request: exactly one of the fields html, markdown, or blocks must be used");
    expect(await send({ html: "x".repeat(32_769) })).toBe("400 EMULATOR: a rich message has at most 32768 characters");
  });

  it("shows what the bot is doing for five seconds", async () => {
    await using s = await scene();
    const { alice } = forum(s);
    const { viewState } = await import("../../sandbox/telegram/view/person-state.js");
    const action = () => viewState(s.sandbox.core, alice.id).chats.find((chat) => chat.kind === "bot")?.botAction;
    expect(await s.refusal("sendChatAction", { chat_id: alice.id, action: "dancing" })).toBe(
      "400 Bad Request: wrong parameter action in request",
    );
    await s.result("sendChatAction", { chat_id: alice.id, action: "typing" });
    expect(action()).toEqual({ action: "typing" });
    s.clock.advance(5_000);
    expect(action()).toBeUndefined();
  });
});
