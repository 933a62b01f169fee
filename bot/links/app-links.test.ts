import { describe, expect, it } from "vitest";
import { parseRaceId } from "../../wire/ids.js";
import { createAppLinks } from "./app-links.js";

const race = parseRaceId("RaceAbc123")!;
const links = createAppLinks({ publicUrl: "https://goat.test/", username: "GoatRaceBot", miniAppName: "app" });
const nameless = createAppLinks({ publicUrl: "https://goat.test", username: "GoatRaceBot", miniAppName: undefined });

describe("a button to the Mini App", () => {
  it("opens inside private chats by address", () => {
    expect(links.button("Open", { page: "race", race }, "private")).toEqual({
      text: "Open",
      web_app: { url: "https://goat.test/races/RaceAbc123" },
    });
  });

  it("is a t.me link everywhere else, where Telegram refuses web_app buttons", () => {
    expect(links.button("Open", { page: "race", race }, "shared")).toEqual({
      text: "Open",
      url: "https://t.me/GoatRaceBot/app?startapp=v1_race_RaceAbc123",
    });
    expect(nameless.button("Open", { page: "verify", race }, "shared")).toEqual({
      text: "Open",
      url: "https://t.me/GoatRaceBot?startapp=v1_verify_RaceAbc123",
    });
    expect(nameless.button("Open", { page: "me" }, "shared")).toEqual({
      text: "Open",
      url: "https://t.me/GoatRaceBot?startapp",
    });
  });

  it("falls back to the link when the app has no https address", () => {
    const local = createAppLinks({ publicUrl: "http://localhost:3000", username: "B", miniAppName: undefined });
    expect(local.button("Open", { page: "home" }, "private")).toEqual({ text: "Open", url: "https://t.me/B?startapp" });
    expect(local.webAppUrl({ page: "home" })).toBeUndefined();
  });
});

describe("passing on", () => {
  it("opens inline mode in a chat of one's choice, where inline mode is on", () => {
    const inline = createAppLinks({
      publicUrl: "https://goat.test",
      username: "GoatRaceBot",
      miniAppName: undefined,
      hasInlineMode: true,
    });
    expect(inline.share("Share")).toMatchObject([{ text: "Share", switch_inline_query_chosen_chat: { query: "" } }]);
    expect(links.share("Share")).toEqual([]);
  });
});

describe("links to the private chat", () => {
  it("carry a payload of the one grammar", () => {
    expect(links.privateChat({ kind: "setup", value: "-1001234567890" })).toBe(
      "https://t.me/GoatRaceBot?start=v1_setup_-1001234567890",
    );
    expect(links.addToGroup()).toBe("https://t.me/GoatRaceBot?startgroup=v1_setup_new");
  });
});
