import { isValid } from "@telegram-apps/init-data-node";
import { describe, expect, it } from "vitest";
import { scene } from "./_harness.js";
import type { Scene } from "./_harness.js";

const options = {
  urlMap: [{ publicPrefix: "https://app.example/", localPrefix: "http://localhost:3000/" }],
  apps: { race: "https://app.example/race" },
};

function fields(initData: string): Record<string, string> {
  return Object.fromEntries(new URLSearchParams(initData));
}

function populate(s: Scene) {
  const zoe = s.stage.person({
    firstName: "Zoë + 🏁",
    lastName: "/\\&=",
    username: "zoe",
    languageCode: "pt-br",
    isPremium: true,
    hasStarted: true,
  });
  const group = s.stage.group({ title: "Lounge", owner: zoe });
  return { zoe, group };
}

describe("opening the Mini App", () => {
  it("signs initData that the reference validator accepts", async () => {
    // The oracle reads the wall clock, so the sandbox does too.
    await using s = await scene({ ...options, clock: { now: () => new Date() } });
    const { zoe } = populate(s);
    const { initData } = zoe.opensProfileApp();
    expect(isValid(initData, s.sandbox.token)).toBe(true);
    expect(isValid(initData, "7000000002:AAF-another_token_00000000000000000000000")).toBe(false);
    expect(isValid(initData.replace("zoe", "eve"), s.sandbox.token)).toBe(false);
  });

  it("brings query_id from buttons of the private chat, and no chat fields", async () => {
    await using s = await scene(options);
    const { zoe } = populate(s);
    const reply_markup = { inline_keyboard: [[{ text: "Open", web_app: { url: "https://app.example/me" } }]] };
    await s.result("sendMessage", { chat_id: zoe.id, text: "x", reply_markup });
    await s.result("setChatMenuButton", {
      menu_button: { type: "web_app", text: "App", web_app: { url: "https://app.example/menu" } },
    });
    const result = await s.sandbox.act(zoe.id, {
      do: "press",
      chatId: zoe.id,
      messageId: zoe.newest.message.id,
      row: 0,
      column: 0,
    });
    const launch = result.kind === "openMiniApp" ? result.launch : zoe.opensMenuApp();
    expect(launch.url).toMatch(/^http:\/\/localhost:3000\/me#tgWebAppData=/);
    expect(launch).toMatchObject({
      publicUrl: "https://app.example/me",
      origin: "http://localhost:3000",
      botName: "GoatedVIPs",
    });
    expect(Object.keys(fields(launch.initData))).toEqual(["query_id", "user", "auth_date", "signature", "hash"]);
    expect(zoe.opensMenuApp().publicUrl).toBe("https://app.example/menu");
  });

  it("brings chat and start parameter from direct links, in a group and in the private chat", async () => {
    await using s = await scene(options);
    const { zoe, group } = populate(s);
    const open = async (url: string, chatId: number) => {
      const result = await s.sandbox.act(zoe.id, { do: "openLink", chatId, url });
      if (result.kind !== "openMiniApp") throw new Error(`it was ${result.kind}`);
      return result.launch;
    };
    const inGroup = await open("https://t.me/goatedvips_sandbox_bot?startapp=v1_race_42", group.id);
    expect(fields(inGroup.initData)).toMatchObject({
      chat_type: "supergroup",
      chat_instance: group.chat.chatInstance,
      start_param: "v1_race_42",
      auth_date: "1795348800",
    });
    expect(new URL(inGroup.url).searchParams.get("tgWebAppStartParam")).toBe("v1_race_42");
    const hash = new URLSearchParams(new URL(inGroup.url).hash.slice(1));
    expect(hash.get("tgWebAppData")).toBe(inGroup.initData);
    expect(hash.get("tgWebAppStartParam")).toBe("v1_race_42");
    const named = await open("t.me/goatedvips_sandbox_bot/race?startapp=x&mode=compact", zoe.id);
    expect(named).toMatchObject({ publicUrl: "https://app.example/race", mode: "compact", startParam: "x" });
    expect(fields(named.initData)["chat_type"]).toBe("sender");
    await expect(open("https://t.me/goatedvips_sandbox_bot/unknown", zoe.id)).rejects.toThrow("no app named unknown");
  });

  it("describes the person as Telegram does, with slashes escaped", async () => {
    await using s = await scene(options);
    const { zoe } = populate(s);
    const { user } = fields(zoe.opensProfileApp().initData);
    expect(user).toContain('"first_name":"Zoë + 🏁","last_name":"\\/\\\\&="');
    expect(JSON.parse(user ?? "")).toMatchObject({
      id: zoe.id,
      username: "zoe",
      language_code: "pt-br",
      is_premium: true,
    });
  });

  it("leaves initData empty from the reply keyboard, and lets sendData reach the bot", async () => {
    await using s = await scene(options);
    const { zoe } = populate(s);
    const origin = { from: "replyKeyboard", chatId: zoe.id, url: "https://app.example/form", text: "Form" } as const;
    expect(s.sandbox.openMiniApp(zoe.id, origin).initData).toBe("");
    await s.sandbox.act(zoe.id, { do: "sendWebAppData", buttonText: "Form", data: "42" });
    expect(s.stage.updates().at(-1)?.message).toMatchObject({ web_app_data: { data: "42", button_text: "Form" } });
  });

  it("lets the bot answer a query_id once", async () => {
    await using s = await scene(options);
    const { zoe } = populate(s);
    await s.result("setChatMenuButton", {
      menu_button: { type: "web_app", text: "App", web_app: { url: "https://app.example/" } },
    });
    const web_app_query_id = fields(zoe.opensMenuApp().initData)["query_id"];
    const result = { type: "article", id: "1", title: "Card", input_message_content: { message_text: "My card" } };
    expect(await s.refusal("answerWebAppQuery", { web_app_query_id, result })).toBe("ok");
    expect([...s.sandbox.core.world.botChat(zoe.id).messages.values()].at(-1)).toMatchObject({
      fromId: zoe.id,
      viaBot: true,
    });
    expect(await s.refusal("answerWebAppQuery", { web_app_query_id, result })).toMatch(/query is too old/);
  });

  it("tells the bot when write access is granted, and from then on it may write", async () => {
    await using s = await scene(options);
    const alice = s.stage.person({ firstName: "Alice" });
    expect(fields(alice.opensProfileApp().initData)["user"]).not.toContain("allows_write_to_pm");
    expect(await s.refusal("sendMessage", { chat_id: alice.id, text: "x" })).toMatch(/can't initiate conversation/);
    await s.sandbox.act(alice.id, { do: "answerWriteAccess", granted: false });
    await s.sandbox.act(alice.id, { do: "answerWriteAccess", granted: true });
    expect(s.stage.updates().map((update) => update.message?.write_access_allowed)).toEqual([{ from_request: true }]);
    expect(await s.refusal("sendMessage", { chat_id: alice.id, text: "x" })).toBe("ok");
    expect(fields(alice.opensProfileApp().initData)["user"]).toContain('"allows_write_to_pm":true');
  });
});

describe("deep links", () => {
  it("open chats, groups and the world outside", async () => {
    await using s = await scene(options);
    const { zoe } = populate(s);
    const open = (url: string) => s.sandbox.act(zoe.id, { do: "openLink", chatId: zoe.id, url });
    expect(await open("https://t.me/goatedvips_sandbox_bot?start=v1_race_1")).toEqual({
      kind: "openChat",
      chatId: zoe.id,
      startPayload: "v1_race_1",
    });
    expect(await open("https://t.me/goatedvips_sandbox_bot?startgroup=v1_setup_1")).toEqual({
      kind: "chooseGroup",
      startPayload: "v1_setup_1",
    });
    expect(await open("https://example.com/x")).toEqual({ kind: "openUrl", url: "https://example.com/x" });
  });

  it("lose payloads that clients would not deliver", async () => {
    await using s = await scene(options);
    const { zoe } = populate(s);
    const open = (url: string) => s.sandbox.act(zoe.id, { do: "openLink", chatId: zoe.id, url });
    expect(await open(`https://t.me/goatedvips_sandbox_bot?start=${"x".repeat(65)}`)).toEqual({
      kind: "openChat",
      chatId: zoe.id,
    });
    expect(await open("https://t.me/goatedvips_sandbox_bot?start=a.b")).toEqual({ kind: "openChat", chatId: zoe.id });
    const long = await open(`https://t.me/goatedvips_sandbox_bot?startapp=${"x".repeat(513)}`);
    expect(long.kind === "openMiniApp" && long.launch.startParam).toBeUndefined();
  });
});
