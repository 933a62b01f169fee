import { Api } from "grammy";
import { describe, expect, it } from "vitest";
import { startStory, type Story } from "./_story.js";
import { until } from "../_until.js";

const LISTS = [
  [{ type: "default" }, undefined],
  [{ type: "default" }, "de"],
  [{ type: "all_private_chats" }, undefined],
  [{ type: "all_private_chats" }, "de"],
  [{ type: "all_group_chats" }, undefined],
  [{ type: "all_group_chats" }, "de"],
  [{ type: "all_chat_administrators" }, undefined],
  [{ type: "all_chat_administrators" }, "de"],
];

/** The menu button comes last. */
async function untilSynced(story: Story, starts: number): Promise<void> {
  await until("the profile is in step", () => story.calls("getChatMenuButton").length === starts);
  await story.stage.settle();
}

describe("command lists and menu button", () => {
  it("are written for each scope and language at the first start, and not again", async () => {
    await using story = await startStory({ players: 1 });
    await untilSynced(story, 1);
    const written = story.calls("setMyCommands").map(({ params }) => [params["scope"], params["language_code"]]);
    expect(written).toEqual(LISTS);
    await story.stopBots();
    await story.startBot();
    await untilSynced(story, 2);
    expect(story.calls("setMyCommands")).toHaveLength(LISTS.length);
    expect(story.calls("setChatMenuButton")).toHaveLength(1);
    const descriptions = story.calls("setMyDescription").map(({ params }) => params["language_code"]);
    expect(descriptions).toEqual([undefined, "de"]);
    expect(story.calls("setMyShortDescription")).toHaveLength(2);
    expect(story.calls("setMyShortDescription")[0]?.params["short_description"]).toContain("Goat Lounge");
  });

  it("write only the list that differs", async () => {
    await using story = await startStory({ players: 1 });
    await untilSynced(story, 1);
    await story.stopBots();
    const { token, apiRoot } = story.sandbox;
    const scope = { type: "all_group_chats" } as const;
    const other = [{ command: "old", description: "Something else" }];
    await new Api(token, { apiRoot }).setMyCommands(other, { scope, language_code: "de" });
    await story.startBot();
    await untilSynced(story, 2);
    const again = story.calls("setMyCommands").slice(LISTS.length + 1);
    expect(again.map(({ params }) => [params["scope"], params["language_code"]])).toEqual([
      [{ type: "all_group_chats" }, "de"],
    ]);
  });
});
