import { Bot, GrammyError, HttpError, InputFile } from "grammy";
import { describe, expect, it } from "vitest";
import { scene } from "./_harness.js";
import type { Scene } from "./_harness.js";

function api(s: Scene) {
  return new Bot(s.sandbox.token, { client: { apiRoot: s.sandbox.apiRoot } }).api;
}

describe("scripted faults", () => {
  it("refuse a call in given words, so many times, and only where they match", async () => {
    await using s = await scene();
    const alice = s.stage.person({ firstName: "Alice", hasStarted: true });
    s.sandbox.fails({
      method: "sendMessage",
      text: "race",
      times: 2,
      fault: { kind: "error", code: 400, description: "Out of luck" },
    });
    s.sandbox.fails({
      chatId: alice.id,
      text: /^slow/,
      fault: { kind: "error", code: 429, description: "", retryAfterS: 7 },
    });
    const send = (text: string) => s.refusal("sendMessage", { chat_id: alice.id, text });
    expect(await send("hello")).toBe("ok");
    expect(await send("the race")).toBe("400 Bad Request: out of luck");
    expect(await send("the race")).toBe("400 Bad Request: out of luck");
    expect(await send("the race")).toBe("ok");
    const { body } = await s.call("sendMessage", { chat_id: alice.id, text: "slowly" });
    expect(body).toMatchObject({
      error_code: 429,
      description: "Too Many Requests: retry after 7",
      parameters: { retry_after: 7 },
    });
    expect(s.stage.sent().map((one) => one.text)).toEqual(["hello", "the race"]);
    s.sandbox.assertClean();
  });

  it("can take effect and lose the answer, or lose the call before it has any", async () => {
    await using s = await scene();
    const alice = s.stage.person({ firstName: "Alice", hasStarted: true });
    const bot = api(s);
    s.sandbox.fails({ fault: { kind: "lost" } });
    await expect(bot.sendMessage(alice.id, "applied")).rejects.toThrow(HttpError);
    s.sandbox.fails({ fault: { kind: "refused" } });
    await expect(bot.sendMessage(alice.id, "not applied")).rejects.toThrow(HttpError);
    s.sandbox.fails({ fault: { kind: "reset" } });
    await expect(bot.sendMessage(alice.id, "reset")).rejects.toThrow(HttpError);
    expect(s.stage.sent().map((one) => one.text)).toEqual(["applied"]);
    s.sandbox.assertClean();
  });

  it("can answer like a broken gateway or late", async () => {
    await using s = await scene();
    const alice = s.stage.person({ firstName: "Alice", hasStarted: true });
    const bot = api(s);
    s.sandbox.fails({ fault: { kind: "badGateway" } });
    await expect(bot.sendMessage(alice.id, "x")).rejects.toThrow(HttpError);
    s.sandbox.fails({ fault: { kind: "slow", ms: 30 } });
    await bot.sendMessage(alice.id, "late");
    expect(s.stage.sent().map((one) => one.text)).toEqual(["late"]);
  });

  it("are findings when they were never met", async () => {
    await using s = await scene();
    s.sandbox.fails({ method: "sendPhoto", fault: { kind: "lost" } });
    expect(() => s.sandbox.assertClean()).toThrow("planned fault was never met: lost on sendPhoto, 1 left");
  });
});

describe("the checks", () => {
  it("find refusals nobody named, and named ones that never came", async () => {
    await using s = await scene();
    await s.call("sendMessage", { chat_id: 1, text: "x" });
    s.sandbox.expectRefusal({ description: /blocked/ });
    expect(() => s.sandbox.assertClean()).toThrow(
      /sendMessage was refused: 400 Bad Request: chat not found[^]*did not come[^]*blocked/,
    );
  });

  it("find updates that nobody handled", async () => {
    await using s = await scene();
    const alice = s.stage.person({ firstName: "Alice", hasStarted: true });
    const { sendText } = await import("../../sandbox/telegram/people/chatting.js");
    sendText(s.sandbox.core, alice.id, alice.id, "hello?");
    expect(() => s.sandbox.assertClean()).toThrow(/\(message\) was not handled/);
  });
});

describe("the rate limiter", () => {
  it("lets short bursts through, then one message a second in a chat", async () => {
    await using s = await scene({ rateLimits: true });
    const alice = s.stage.person({ firstName: "Alice", hasStarted: true });
    const send = () => s.refusal("sendMessage", { chat_id: alice.id, text: "x" });
    expect([await send(), await send(), await send(), await send()]).toEqual([
      "ok",
      "ok",
      "ok",
      "429 Too Many Requests: retry after 3",
    ]);
    s.clock.advance(3_000);
    expect(await send()).toBe("ok");
  });

  it("allows 20 a minute in a group, edits included, and answers to buttons for nothing", async () => {
    await using s = await scene({ rateLimits: true });
    const alice = s.stage.person({ firstName: "Alice", hasStarted: true });
    const group = s.stage.group({ title: "Lounge", owner: alice });
    const { message_id } = await s.result("sendMessage", { chat_id: group.id, text: "board" });
    for (let version = 1; version < 20; version += 1) {
      s.clock.advance(1_500);
      expect(await s.refusal("editMessageText", { chat_id: group.id, message_id, text: `board ${version}` })).toBe(
        "ok",
      );
    }
    s.clock.advance(1_500);
    const { body, status } = await s.call("editMessageText", { chat_id: group.id, message_id, text: "one too many" });
    expect([status, body.description, body.parameters]).toEqual([
      429,
      "Too Many Requests: retry after 30",
      { retry_after: 30 },
    ]);
    expect(await s.refusal("answerCallbackQuery", { callback_query_id: "1" })).toMatch(/^400/);
    s.clock.advance(30_000);
    expect(await s.refusal("editMessageText", { chat_id: group.id, message_id, text: "after the pause" })).toBe("ok");
  });

  it("allows 30 a second over all chats", async () => {
    await using s = await scene({ rateLimits: true });
    const people = Array.from({ length: 31 }, (_, index) =>
      s.stage.person({ firstName: `P${index}`, hasStarted: true }),
    );
    const answers: string[] = [];
    for (const person of people) answers.push(await s.refusal("sendMessage", { chat_id: person.id, text: "x" }));
    expect(answers.filter((answer) => answer === "ok")).toHaveLength(30);
    expect(answers.at(-1)).toBe("429 Too Many Requests: retry after 1");
  });

  it("is off unless asked for", async () => {
    await using s = await scene();
    const alice = s.stage.person({ firstName: "Alice", hasStarted: true });
    for (let count = 0; count < 50; count += 1) {
      expect(await s.refusal("sendMessage", { chat_id: alice.id, text: `${count}` })).toBe("ok");
    }
  });
});

describe("files", () => {
  const png = Buffer.from(
    "iVBORw0KGgoAAAANSUhEUgAAAAIAAAADCAYAAAC56t6BAAAAFUlEQVR4nGP8z8Dwn4GBgYGJAQoAHxcCAk+Uzr4AAAAASUVORK5CYII=",
    "base64",
  );

  it("arrive as grammY's multipart, can be sent again by id, and downloaded", async () => {
    await using s = await scene();
    const alice = s.stage.person({ firstName: "Alice", hasStarted: true });
    const bot = api(s);
    const sent = await bot.sendPhoto(alice.id, new InputFile(png, "card.png"), {
      caption: "<b>Card</b>",
      parse_mode: "HTML",
    });
    expect(sent).toMatchObject({
      caption: "Card",
      caption_entities: [{ type: "bold" }],
      photo: [{ width: 2, height: 3 }],
    });
    const fileId = sent.photo.at(-1)?.file_id ?? "";
    await bot.sendPhoto(alice.id, fileId);
    const file = await bot.getFile(fileId);
    const download = await fetch(`${s.sandbox.apiRoot}/file/bot${s.sandbox.token}/${file.file_path}`);
    expect(Buffer.from(await download.arrayBuffer()).equals(png)).toBe(true);
    const edited = await bot.editMessageMedia(alice.id, sent.message_id, {
      type: "photo",
      media: new InputFile(Buffer.concat([png, png])),
      caption: "New",
    });
    expect(edited).toMatchObject({ caption: "New" });
    await bot.sendDocument(alice.id, new InputFile(Buffer.from("a,b"), "board.csv"));
    expect(alice.newest.message.content).toMatchObject({ kind: "document", file: { fileName: "board.csv" } });
  });

  it("are refused when they are too large or unknown", async () => {
    await using s = await scene();
    const alice = s.stage.person({ firstName: "Alice", hasStarted: true });
    const bot = api(s);
    const refused = await bot
      .sendPhoto(alice.id, new InputFile(Buffer.alloc(10 * 1024 * 1024 + 1), "big.png"))
      .catch((error: unknown) => error);
    expect(refused).toBeInstanceOf(GrammyError);
    expect(refused).toMatchObject({ error_code: 413 });
    const { files } = s.sandbox.core;
    const huge = files.add("document", {
      bytes: Buffer.alloc(20 * 1024 * 1024 + 1),
      fileName: "a.bin",
      mimeType: "application/octet-stream",
    });
    expect(await s.refusal("getFile", { file_id: huge.fileId })).toBe("400 Bad Request: file is too big");
    expect(await s.refusal("getFile", { file_id: "nothing" })).toBe(
      "400 Bad Request: wrong file_id or the file is temporarily unavailable",
    );
  });
});
