import { describe, expect, it } from "vitest";
import { parseBotLink, toLocalUrl } from "./links.js";

describe("links of the bot", () => {
  it.each([
    ["https://t.me/goat_bot", { kind: "start", payload: undefined }],
    ["t.me/Goat_Bot?start=v1_race_1", { kind: "start", payload: "v1_race_1" }],
    ["https://t.me/goat_bot?start=a%20b", { kind: "start", payload: undefined }],
    ["https://t.me/goat_bot?startgroup=v1_setup_1", { kind: "startGroup", payload: "v1_setup_1" }],
    ["https://t.me/goat_bot?startapp", { kind: "app", appName: undefined, startParam: undefined, mode: undefined }],
    [
      "https://t.me/goat_bot/race?startapp=x&mode=compact",
      { kind: "app", appName: "race", startParam: "x", mode: "compact" },
    ],
    ["https://t.me/other_bot?start=x", { kind: "other" }],
    ["https://example.com/goat_bot?start=x", { kind: "other" }],
    ["not a link", { kind: "other" }],
  ])("reads %s", (url, expected) => {
    expect(parseBotLink(url, "goat_bot")).toEqual(expected);
  });
});

it("leads public addresses to local ones, the first match first", () => {
  const map = [
    { publicPrefix: "https://a.example/hook", localPrefix: "http://localhost:1/h" },
    { publicPrefix: "https://a.example/", localPrefix: "http://localhost:2/" },
  ];
  expect(toLocalUrl("https://a.example/hook/x", map)).toBe("http://localhost:1/h/x");
  expect(toLocalUrl("https://a.example/page", map)).toBe("http://localhost:2/page");
  expect(toLocalUrl("https://b.example/", map)).toBe("https://b.example/");
});
