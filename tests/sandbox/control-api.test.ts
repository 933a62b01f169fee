import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import type { ActResponse, PersonState, SandboxEvent, WorldView } from "../../sandbox/telegram/control.js";
import { scene } from "./_harness.js";
import type { Scene } from "./_harness.js";

const LOUNGE = -1_001_900_000_001;
const ALICE = 200_001;
const LIOR = 200_005;

async function get<T>(s: Scene, path: string): Promise<T> {
  return (await fetch(`${s.sandbox.url}${path}`)).json() as Promise<T>;
}

async function act(s: Scene, as: number, what: object): Promise<ActResponse> {
  const response = await fetch(`${s.sandbox.url}/sandbox/api/act`, {
    method: "POST",
    body: JSON.stringify({ as, act: what }),
  });
  return response.json() as Promise<ActResponse>;
}

/** Reads server-sent events until `isEnough`. */
async function events(
  s: Scene,
  as: number,
  isEnough: (event: SandboxEvent) => boolean,
  meanwhile: () => Promise<unknown>,
) {
  const leaving = new AbortController();
  const response = await fetch(`${s.sandbox.url}/sandbox/api/events?as=${as}`, { signal: leaving.signal });
  const seen: SandboxEvent[] = [];
  let buffer = "";
  let isStarted = false;
  for await (const chunk of response.body ?? []) {
    if (!isStarted) {
      isStarted = true;
      await meanwhile();
    }
    buffer += Buffer.from(chunk).toString("utf8");
    for (const block of buffer.split("\n\n").slice(0, -1)) {
      if (block.startsWith("data: ")) seen.push(JSON.parse(block.slice(6)) as SandboxEvent);
    }
    buffer = buffer.slice(buffer.lastIndexOf("\n\n") + 2);
    if (seen.some(isEnough)) break;
  }
  leaving.abort();
  return seen;
}

describe("the control API", () => {
  it("shows the invented world: five people, the lounge with the bot as administrator", async () => {
    await using s = await scene({ seedDemo: true });
    const world = await get<WorldView>(s, "/sandbox/api/world");
    expect(world.people.map((person) => person.firstName)).toEqual(["Alice", "Bruno", "Chidi", "Дарья", "ליאור"]);
    const state = await get<PersonState>(s, `/sandbox/api/state?as=${ALICE}`);
    const lounge = state.chats.find((chat) => chat.id === LOUNGE);
    expect(lounge?.members.map((member) => `${member.name} ${member.status}`)).toEqual([
      "Alice Winter creator",
      "Bruno Costa member",
      "Chidi member",
      "Дарья Ким member",
      "GoatedVIPs administrator",
    ]);
    expect(state.chats.map((chat) => chat.kind).sort()).toEqual(["bot", "person", "supergroup"]);
  });

  it("lets every person act, and says what a client would not allow", async () => {
    await using s = await scene({ seedDemo: true });
    expect(await act(s, LIOR, { do: "sendText", chatId: LOUNGE, text: "hi" })).toEqual({
      ok: false,
      error: "This person is not in that chat",
    });
    expect(await act(s, LIOR, { do: "join", chatId: LOUNGE })).toEqual({
      ok: true,
      result: { kind: "openChat", chatId: LOUNGE },
    });
    expect(await act(s, LIOR, { do: "sendText", chatId: LOUNGE, text: "שלום /race" })).toMatchObject({ ok: true });
    expect(await act(s, LIOR, { do: "sendText", chatId: LIOR, text: "hi" })).toEqual({
      ok: false,
      error: "Press Start first",
    });
    expect(await act(s, 4_711, { do: "startBot" })).toEqual({ ok: false, error: "there is no such person" });
    const state = await get<PersonState>(s, `/sandbox/api/state?as=${ALICE}`);
    const last = state.chats.find((chat) => chat.id === LOUNGE)?.messages.at(-1);
    expect(last).toMatchObject({
      text: "שלום /race",
      sender: { name: "ליאור" },
      isOutgoing: false,
      entities: [{ type: "bot_command" }],
    });
  });

  it("refuses acts that are none, with the field that is wrong", async () => {
    await using s = await scene({ seedDemo: true });
    const response = await fetch(`${s.sandbox.url}/sandbox/api/act`, {
      method: "POST",
      body: '{"as":200001,"act":{"do":"fly"}}',
    });
    expect(response.status).toBe(400);
    expect(((await response.json()) as ActResponse).ok).toBe(false);
  });

  it("tells of changes, and of answers only the person who pressed", async () => {
    await using s = await scene({ seedDemo: true });
    await act(s, ALICE, { do: "startBot" });
    const reply_markup = { inline_keyboard: [[{ text: "Go", callback_data: "go" }]] };
    const { message_id } = await s.result("sendMessage", { chat_id: ALICE, text: "x", reply_markup });
    const press = async () => {
      const pressed = await act(s, ALICE, { do: "press", chatId: ALICE, messageId: message_id, row: 0, column: 0 });
      const queryId = pressed.ok && pressed.result.kind === "callback" ? pressed.result.queryId : "";
      await s.result("answerCallbackQuery", { callback_query_id: queryId, text: "Well", show_alert: true });
      await s.result("sendMessage", { chat_id: LOUNGE, text: "all see this" });
    };
    const changedLounge = (event: SandboxEvent) => event.type === "changed" && event.chatIds.includes(LOUNGE);
    const hers = await events(s, ALICE, changedLounge, press);
    expect(hers.filter((event) => event.type === "callbackAnswered")).toMatchObject([{ text: "Well", isAlert: true }]);
    const others = await events(s, LIOR, changedLounge, press);
    expect(others.filter((event) => event.type === "callbackAnswered")).toEqual([]);
  });

  it("shows keyboards, photos, edits, pins, topics, actions and reply keyboards", async () => {
    await using s = await scene({ seedDemo: true });
    await act(s, ALICE, { do: "setForum", chatId: LOUNGE, isForum: true });
    const made = await act(s, ALICE, { do: "createTopic", chatId: LOUNGE, name: "Races" });
    const threadId = made.ok && made.result.kind === "created" ? made.result.threadId : undefined;
    const sent = await act(s, ALICE, {
      do: "sendPhoto",
      chatId: LOUNGE,
      base64: Buffer.from("not really a picture").toString("base64"),
      caption: "look",
      threadId,
    });
    expect(sent).toMatchObject({ ok: true });
    const { message_id } = await s.result("sendMessage", {
      chat_id: LOUNGE,
      message_thread_id: threadId,
      text: "board",
    });
    await s.result("editMessageText", {
      chat_id: LOUNGE,
      message_id,
      text: "<b>board</b>",
      parse_mode: "HTML",
      reply_markup: {
        inline_keyboard: [
          [
            { text: "Open", url: "https://t.me/goatedvips_sandbox_bot?startapp=x", style: "primary" },
            { text: "Copy", copy_text: { text: "code" } },
          ],
        ],
      },
    });
    await s.result("pinChatMessage", { chat_id: LOUNGE, message_id });
    await s.result("sendChatAction", { chat_id: LOUNGE, action: "typing" });
    await act(s, ALICE, { do: "startBot" });
    await s.result("sendMessage", {
      chat_id: ALICE,
      text: "keys",
      reply_markup: {
        keyboard: [["Yes", { text: "Form", web_app: { url: "https://app.example/" } }]],
        one_time_keyboard: true,
      },
    });
    const state = await get<PersonState>(s, `/sandbox/api/state?as=${ALICE}`);
    const lounge = state.chats.find((chat) => chat.id === LOUNGE);
    expect(lounge?.topics.map((topic) => [topic.threadId, topic.name])).toEqual([
      [null, "General"],
      [threadId, "Races"],
    ]);
    expect(lounge?.pinnedMessageIds).toEqual([message_id]);
    expect(lounge?.botAction).toEqual({ action: "typing" });
    const board = lounge?.messages.find((message) => message.id === message_id);
    expect(board).toMatchObject({
      threadId,
      isPinned: true,
      text: "board",
      entities: [{ type: "bold" }],
      keyboard: [
        [
          { text: "Open", style: "primary", action: { kind: "url" } },
          { text: "Copy", action: { kind: "copy", text: "code" } },
        ],
      ],
    });
    expect(board?.editDate).toBeDefined();
    const photo = lounge?.messages.find((message) => message.photo)?.photo;
    expect(await (await fetch(`${s.sandbox.url}${photo?.url}`)).text()).toBe("not really a picture");
    const own = state.chats.find((chat) => chat.kind === "bot");
    expect(own?.replyKeyboard).toMatchObject({
      isOneTime: true,
      rows: [
        [
          { text: "Yes", action: "text" },
          { text: "Form", action: "webApp", url: "https://app.example/" },
        ],
      ],
    });
    await act(s, ALICE, { do: "sendText", chatId: ALICE, text: "Yes" });
    const after = await get<PersonState>(s, `/sandbox/api/state?as=${ALICE}`);
    expect(after.chats.find((chat) => chat.kind === "bot")?.replyKeyboard).toBeUndefined();
  });

  it("shows an ephemeral message to its receiver only", async () => {
    await using s = await scene({ seedDemo: true });
    const sent = await s.result("sendMessage", {
      chat_id: LOUNGE,
      text: "for you",
      ephemeral_message_parameters: { receiver_user_id: ALICE },
    });
    expect(sent).toMatchObject({ message_id: 0, ephemeral_message_id: 1, receiver_user: { id: ALICE } });
    const sees = async (as: number) =>
      (await get<PersonState>(s, `/sandbox/api/state?as=${as}`)).chats
        .find((chat) => chat.id === LOUNGE)
        ?.messages.map((message) => message.text);
    expect(await sees(ALICE)).toEqual([undefined, "for you"]);
    expect(await sees(200_002)).toEqual([undefined]);
    const at = { chat_id: LOUNGE, receiver_user_id: ALICE, ephemeral_message_id: 1 };
    await s.result("editEphemeralMessageText", { ...at, text: "changed" });
    const reply_markup = { inline_keyboard: [[{ text: "Go", callback_data: "go" }]] };
    await s.result("editEphemeralMessageReplyMarkup", { ...at, reply_markup });
    expect(await sees(ALICE)).toEqual([undefined, "changed"]);
    await s.result("deleteEphemeralMessage", at);
    expect(await sees(ALICE)).toEqual([undefined]);
  });

  it("serves the chat page and nothing outside its folder", async () => {
    const folder = await mkdtemp(join(tmpdir(), "sandbox-ui-"));
    await writeFile(join(folder, "index.html"), "<title>chat</title>");
    await writeFile(join(folder, "app.js"), "1");
    await using s = await scene({ uiDir: folder });
    const load = async (path: string) => {
      const response = await fetch(`${s.sandbox.url}${path}`);
      return `${response.status} ${response.headers.get("content-type")} ${await response.text()}`;
    };
    expect(await load("/")).toBe("200 text/html; charset=utf-8 <title>chat</title>");
    expect(await load("/chat/5")).toBe("200 text/html; charset=utf-8 <title>chat</title>");
    expect(await load("/app.js")).toBe("200 text/javascript; charset=utf-8 1");
    expect(await load("/missing.js")).toMatch(/^404/);
    expect(await load("/%2e%2e%2f%2e%2e%2fetc/passwd")).toMatch(/^404/);
    expect(await load("/%zz")).toMatch(/^404/);
    await rm(folder, { recursive: true });
  });
});
