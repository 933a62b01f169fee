import { describe, expect, it } from "vitest";
import { viewState } from "../../sandbox/telegram/view/person-state.js";
import { scene } from "./_harness.js";

const command = (name: string, description = "does it") => ({ command: name, description });

describe("command lists", () => {
  it.each([
    [[command("x".repeat(33))], "command length must not exceed 32"],
    [[command("")], "command must be non-empty"],
    [[command("Race")], "BOT_COMMAND_INVALID"],
    [[command("race", "")], "command description must be non-empty"],
    [[command("race", "x".repeat(257))], "command description length must not exceed 256"],
    [Array.from({ length: 101 }, (_, index) => command(`c${index}`)), "BOT_COMMANDS_TOO_MUCH"],
  ])("refuses a bad list", async (commands, expected) => {
    await using s = await scene();
    expect(await s.refusal("setMyCommands", { commands })).toBe(`400 Bad Request: ${expected}`);
  });

  it("strips a leading slash and keeps each scope and language apart", async () => {
    await using s = await scene();
    await s.result("setMyCommands", { commands: [command("/race")] });
    await s.result("setMyCommands", { commands: [command("rennen")], language_code: "de" });
    expect((await s.call("getMyCommands")).body.result).toEqual([command("race")]);
    expect((await s.call("getMyCommands", { language_code: "de" })).body.result).toEqual([command("rennen")]);
    expect((await s.call("getMyCommands", { scope: { type: "all_private_chats" } })).body.result).toEqual([]);
    await s.result("deleteMyCommands", { language_code: "de" });
    expect((await s.call("getMyCommands", { language_code: "de" })).body.result).toEqual([]);
  });

  it("shows a person the first list that is set, whole: narrow without language beats wide with it", async () => {
    await using s = await scene();
    const darya = s.stage.person({ firstName: "Дарья", languageCode: "ru", hasStarted: true });
    const alice = s.stage.person({ firstName: "Alice", languageCode: "en" });
    const group = s.stage.group({ title: "Lounge", owner: alice, members: [darya] });
    const set = (name: string, extra: object) => s.result("setMyCommands", { commands: [command(name)], ...extra });
    const seen = (userId: number, chatId: number) =>
      viewState(s.sandbox.core, userId)
        .chats.find((chat) => chat.id === chatId)
        ?.commands.map((one) => one.command);
    await set("everywhere", {});
    await set("vezde", { language_code: "ru" });
    expect(seen(darya.id, darya.id)).toEqual(["vezde"]);
    await set("private", { scope: { type: "all_private_chats" } });
    expect(seen(darya.id, darya.id)).toEqual(["private"]);
    await set("groups", { scope: { type: "all_group_chats" } });
    await set("admins", { scope: { type: "all_chat_administrators" } });
    expect(seen(darya.id, group.id)).toEqual(["groups"]);
    expect(seen(alice.id, group.id)).toEqual(["admins"]);
    await set("here", { scope: { type: "chat", chat_id: group.id } });
    expect(seen(alice.id, group.id)).toEqual(["here"]);
    await set("her", { scope: { type: "chat_member", chat_id: group.id, user_id: darya.id } });
    expect(seen(darya.id, group.id)).toEqual(["her"]);
  });

  it("refuses scopes it cannot place", async () => {
    await using s = await scene();
    const set = (scope: object) => s.refusal("setMyCommands", { commands: [command("race")], scope });
    expect(await set({ type: "chat", chat_id: 4_711 })).toBe("400 Bad Request: chat not found");
    expect(await set({ type: "everywhere" })).toBe(
      "400 Bad Request: can't parse BotCommandScope: Unsupported type specified",
    );
  });
});

describe("menu button", () => {
  it("is set for everybody or for one person", async () => {
    await using s = await scene();
    const alice = s.stage.person({ firstName: "Alice" });
    const button = { type: "web_app", text: "Open", web_app: { url: "https://app.example/" } };
    const get = async (params: object) => (await s.call("getChatMenuButton", { ...params })).body.result;
    expect(await get({})).toEqual({ type: "commands" });
    await s.result("setChatMenuButton", { menu_button: button });
    expect(await get({ chat_id: alice.id })).toEqual(button);
    await s.result("setChatMenuButton", { chat_id: alice.id, menu_button: { type: "commands" } });
    expect(await get({ chat_id: alice.id })).toEqual({ type: "commands" });
    await s.result("setChatMenuButton", { chat_id: alice.id, menu_button: { type: "default" } });
    expect(await get({ chat_id: alice.id })).toEqual(button);
  });

  it("needs a text and https", async () => {
    await using s = await scene();
    const set = (text: string, url: string) =>
      s.refusal("setChatMenuButton", { menu_button: { type: "web_app", text, web_app: { url } } });
    expect(await set("", "https://app.example/")).toBe("400 Bad Request: menu button text must be non-empty");
    expect(await set("Open", "http://app.example/")).toBe(
      "400 Bad Request: menu button Web App URL 'http://app.example/' is invalid: Only HTTPS links are allowed",
    );
  });
});

describe("the bot's profile", () => {
  it("keeps name and texts by language, with the plain one for all others", async () => {
    await using s = await scene();
    await s.result("setMyDescription", { description: "Races" });
    await s.result("setMyDescription", { description: "Гонки", language_code: "ru" });
    await s.result("setMyShortDescription", { short_description: "Short" });
    await s.result("setMyName", { name: "Goats" });
    const get = async (method: string, language_code = "") => (await s.call(method, { language_code })).body.result;
    expect(await get("getMyDescription")).toEqual({ description: "Races" });
    expect(await get("getMyDescription", "ru")).toEqual({ description: "Гонки" });
    expect(await get("getMyDescription", "de")).toEqual({ description: "Races" });
    expect(await get("getMyShortDescription")).toEqual({ short_description: "Short" });
    expect(await get("getMyName")).toEqual({ name: "Goats" });
    expect(await s.refusal("setMyShortDescription", { short_description: "x".repeat(121) })).toBe(
      "400 EMULATOR: short_description must not exceed 120 characters",
    );
  });

  it("tells getMe what BotFather knows", async () => {
    await using s = await scene();
    expect(await s.result("getMe")).toMatchObject({
      is_bot: true,
      username: "goatedvips_sandbox_bot",
      can_join_groups: true,
      can_read_all_group_messages: false,
      supports_inline_queries: true,
      has_main_web_app: true,
    });
  });

  it("keeps the default administrator rights of groups and channels apart", async () => {
    await using s = await scene();
    await s.result("setMyDefaultAdministratorRights", {
      rights: {
        can_pin_messages: true,
        is_anonymous: false,
        can_manage_chat: true,
        can_delete_messages: false,
        can_manage_video_chats: false,
        can_restrict_members: false,
        can_promote_members: false,
        can_change_info: false,
        can_invite_users: false,
        can_post_stories: false,
        can_edit_stories: false,
        can_delete_stories: false,
        can_send_welcome_messages: false,
      },
    });
    expect(await s.result("getMyDefaultAdministratorRights")).toMatchObject({
      can_pin_messages: true,
      can_delete_messages: false,
    });
    expect(await s.result("getMyDefaultAdministratorRights", { for_channels: true })).toMatchObject({
      can_pin_messages: false,
    });
  });
});
