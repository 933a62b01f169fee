import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { InlineKeyboard } from "grammy";
import { describe, expect, it } from "vitest";
import { play, scene } from "./_harness.js";

const TOO_OLD = "query is too old and response timeout expired or query ID is invalid";

describe("button presses", () => {
  it("bring the bot a query and the person its one answer", async () => {
    await using p = await play((bot) => {
      bot.command("start", (ctx) =>
        ctx.reply("Pick", { reply_markup: new InlineKeyboard().text("One", "1").text("Two", "2") }),
      );
      bot.callbackQuery("2", async (ctx) => {
        await ctx.answerCallbackQuery({ text: "Two it is", show_alert: true });
        await ctx.editMessageText("Picked two");
      });
    });
    const alice = p.stage.person({ firstName: "Alice" });
    await alice.starts();
    const turn = await alice.taps("Two");
    expect(turn.toasts).toEqual([{ userId: alice.id, text: "Two it is", isAlert: true }]);
    expect(turn.edits.map((one) => [one.text, one.buttons])).toEqual([["Picked two", []]]);
  });

  it("are reported when the bot answers never, twice, or too late", async () => {
    await using s = await scene();
    const alice = s.stage.person({ firstName: "Alice", hasStarted: true });
    const reply_markup = { inline_keyboard: [[{ text: "Go", callback_data: "go" }]] };
    await s.result("sendMessage", { chat_id: alice.id, text: "x", reply_markup });
    const press = async () => {
      const at = { do: "press", chatId: alice.id, messageId: alice.newest.message.id, row: 0, column: 0 } as const;
      const result = await s.sandbox.act(alice.id, at);
      return result.kind === "callback" ? result.queryId : "";
    };
    const answer = (callback_query_id: string, text = "") =>
      s.refusal("answerCallbackQuery", { callback_query_id, text });
    const twice = await press();
    expect(await answer(twice)).toBe("ok");
    expect(await answer(twice)).toBe(`400 Bad Request: ${TOO_OLD}`);
    expect(await answer("4711")).toBe(`400 Bad Request: ${TOO_OLD}`);
    expect(await answer(await press(), "x".repeat(201))).toBe("400 Bad Request: MESSAGE_TOO_LONG");
    const late = await press();
    s.clock.advance(150_001);
    expect(await answer(late)).toBe(`400 Bad Request: ${TOO_OLD}`);
    expect(() => s.sandbox.assertClean()).toThrow(
      /"Go" by Alice was answered 2 times[^]*"Go" by Alice was not answered/,
    );
  });

  it("of ten taps at once are ten queries", async () => {
    let count = 0;
    await using p = await play((bot) => {
      bot.command("start", (ctx) => ctx.reply("x", { reply_markup: new InlineKeyboard().text("Go", "go") }));
      bot.on("callback_query", async (ctx) => {
        count += 1;
        await ctx.answerCallbackQuery();
      });
    });
    const alice = p.stage.person({ firstName: "Alice" });
    await alice.starts();
    await alice.tapsAtOnce("Go", 10);
    expect(count).toBe(10);
  });
});

describe("inline mode", () => {
  const article = (id: string, extra: object = {}) => ({
    type: "article",
    id,
    title: `Result ${id}`,
    input_message_content: { message_text: `<b>${id}</b>`, parse_mode: "HTML" },
    ...extra,
  });

  it("offers results and lets a person post one, which the bot can edit by its inline id", async () => {
    await using p = await play((bot) => {
      bot.on("inline_query", (ctx) =>
        ctx.answerInlineQuery(
          [
            {
              type: "article",
              id: "a",
              title: "Race",
              input_message_content: { message_text: "The race" },
              reply_markup: new InlineKeyboard().text("Refresh", "r"),
            },
          ],
          { cache_time: 0 },
        ),
      );
      bot.on("chosen_inline_result", (ctx) =>
        ctx.editMessageText("The race, chosen", { reply_markup: new InlineKeyboard().text("Refresh", "r") }),
      );
      bot.callbackQuery("r", async (ctx) => {
        await ctx.answerCallbackQuery();
        await ctx.editMessageText("The race, refreshed");
      });
    });
    const alice = p.stage.person({ firstName: "Alice" });
    const bruno = p.stage.person({ firstName: "Bruno" });
    const offered = await alice.with(bruno).asks("race");
    expect(offered.results.map((one) => one.title)).toEqual(["Race"]);
    const turn = await alice.with(bruno).chooses(offered, "Race");
    expect(turn.edits.map((one) => one.text)).toEqual(["The race, chosen"]);
    // Bruno never met the bot and may press all the same.
    expect((await bruno.with(alice).taps("Refresh")).text).toBe("The race, refreshed");
  });

  it("caches answers for everybody for 300 s, unless they are personal", async () => {
    await using s = await scene();
    const alice = s.stage.person({ firstName: "Alice" });
    const bruno = s.stage.person({ firstName: "Bruno" });
    const ask = async (who: typeof alice, query: string) => {
      const before = s.stage.updates().length;
      const asking = s.sandbox.act(who.id, { do: "inlineQuery", chatId: who.id, query });
      const asked = s.stage
        .updates()
        .slice(before)
        .map((update) => update.inline_query?.id);
      return { asking, id: asked[0] };
    };
    const first = await ask(alice, "race");
    expect(await s.refusal("answerInlineQuery", { inline_query_id: first.id, results: [article("a")] })).toBe("ok");
    await first.asking;
    expect((await ask(bruno, "race")).id).toBeUndefined();
    const mine = await ask(alice, "me");
    await s.result("answerInlineQuery", { inline_query_id: mine.id, results: [article("a")], is_personal: true });
    await mine.asking;
    expect((await ask(alice, "me")).id).toBeUndefined();
    const his = await ask(bruno, "me");
    expect(his.id).toBeDefined();
    await s.call("answerInlineQuery", { inline_query_id: his.id, results: [] });
    s.clock.advance(300_001);
    const later = await ask(bruno, "race");
    expect(later.id).toBeDefined();
    await s.call("answerInlineQuery", { inline_query_id: later.id, results: [] });
    await Promise.all([his.asking, later.asking]);
  });

  it("refuses what Telegram refuses", async () => {
    await using s = await scene();
    const alice = s.stage.person({ firstName: "Alice" });
    void s.sandbox.act(alice.id, { do: "inlineQuery", chatId: alice.id, query: "x" }).catch(() => undefined);
    const inline_query_id = s.stage.updates().at(-1)?.inline_query?.id;
    const answer = (results: unknown[], extra: object = {}) =>
      s.refusal("answerInlineQuery", { inline_query_id, results, ...extra });
    expect(await answer(Array.from({ length: 51 }, (_, index) => article(String(index))))).toBe(
      "400 Bad Request: too many inline query results specified",
    );
    expect(await answer([article("x".repeat(65))])).toBe("400 EMULATOR: an inline result id must have 1-64 bytes");
    expect(await answer([article("a"), article("a")])).toBe("400 Bad Request: RESULT_ID_DUPLICATE");
    expect(await answer([article("a")], { next_offset: "x".repeat(65) })).toBe(
      "400 EMULATOR: next_offset must not exceed 64 bytes",
    );
    const web = { reply_markup: { inline_keyboard: [[{ text: "Open", web_app: { url: "https://app.example/" } }]] } };
    expect(await answer([article("a", web)])).toBe("400 Bad Request: BUTTON_TYPE_INVALID");
    s.clock.advance(30_001);
    expect(await answer([article("a")])).toBe(`400 Bad Request: ${TOO_OLD}`);
  });

  it("takes a picture by its address and fetches it when somebody looks at it", async () => {
    const bytes = Buffer.from([0xff, 0xd8, 0xff, 0xe0, 1, 2, 3]);
    let fetched = 0;
    const server = createServer((_, response) => {
      fetched += 1;
      response.end(bytes);
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    const { port } = server.address() as AddressInfo;
    const local = `http://127.0.0.1:${port}`;
    await using s = await scene({ urlMap: [{ publicPrefix: "https://goat.test", localPrefix: local }] });
    const alice = s.stage.person({ firstName: "Alice", hasStarted: true });
    const bruno = s.stage.person({ firstName: "Bruno" });
    const photo = (url: string, thumbnail_url: string | undefined = url) =>
      s.refusal("savePreparedInlineMessage", {
        user_id: alice.id,
        result: { type: "photo", id: "p", photo_url: url, photo_width: 1200, photo_height: 630, thumbnail_url },
        allow_user_chats: true,
      });
    expect(await photo("http://goat.test/og.jpg")).toBe("400 Bad Request: WEBDOCUMENT_URL_INVALID");
    expect(await photo("https://goat.test/og.jpg")).toBe("ok");
    const [prepared] = s.sandbox.core.inline.prepared.keys();
    const { said } = await alice.with(bruno).shares(prepared!);
    const file = said!.content.kind === "photo" ? said!.content.file : undefined;
    expect([fetched, file?.width, file?.height]).toEqual([0, 1200, 630]);
    for (let look = 0; look < 2; look += 1) {
      const answer = await fetch(`${s.sandbox.url}/sandbox/api/file/${file!.fileId}`);
      expect(Buffer.from(await answer.arrayBuffer())).toEqual(bytes);
    }
    expect(fetched).toBe(1);
    // Nobody mapped this address, and the sandbox does not leave the machine.
    const away = await fetch(`${s.sandbox.url}/sandbox/api/picture?url=https://elsewhere.test/x.jpg`);
    expect(away.status).toBe(404);
    server.close();
  });

  it("prepares messages that only their person can share, until they expire", async () => {
    await using s = await scene();
    const alice = s.stage.person({ firstName: "Alice", hasStarted: true });
    const bruno = s.stage.person({ firstName: "Bruno", hasStarted: true });
    const group = s.stage.group({ title: "Lounge", owner: alice });
    const prepared = await s.result("savePreparedInlineMessage", {
      user_id: alice.id,
      result: article("a"),
      allow_group_chats: true,
    });
    const share = (who: typeof alice, chatId: number) =>
      s.sandbox.act(who.id, { do: "sharePrepared", preparedId: String(prepared["id"]), chatId });
    await expect(share(bruno, bruno.id)).rejects.toThrow("MESSAGE_SEND_FAILED");
    await expect(share(alice, alice.id)).rejects.toThrow(/cannot be shared/);
    expect(await share(alice, group.id)).toMatchObject({ kind: "sent", chatId: group.id });
    s.clock.advance(24 * 3_600_000);
    await expect(share(alice, group.id)).rejects.toThrow("MESSAGE_EXPIRED");
  });
});
