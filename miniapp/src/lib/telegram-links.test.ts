import { expect, test } from "vitest";
import { appLink, chatLink } from "./telegram-links.js";

test("links open the main Mini App, a named one, or the chat", () => {
  expect(appLink({ botUsername: "goat_bot", miniAppName: null }, "v1_race_a")).toBe(
    "https://t.me/goat_bot?startapp=v1_race_a",
  );
  expect(appLink({ botUsername: "goat_bot", miniAppName: "board" }, "v1_race_a")).toBe(
    "https://t.me/goat_bot/board?startapp=v1_race_a",
  );
  expect(chatLink({ botUsername: "goat_bot", miniAppName: null }, "v1_link_app")).toBe(
    "https://t.me/goat_bot?start=v1_link_app",
  );
});

test("while the bot's name is not known there is no link", () => {
  expect(appLink(undefined, "x")).toBeUndefined();
  expect(chatLink({ botUsername: null, miniAppName: null }, "x")).toBeUndefined();
});
