import { describe, expect, it } from "vitest";
import { startStory } from "./_story.js";

describe("command lists", () => {
  it("are written for each scope and language at the first start, and not again", async () => {
    await using story = await startStory({ players: 1 });
    const written = story.calls("setMyCommands").map(({ params }) => [params["scope"], params["language_code"]]);
    expect(written).toEqual([
      [{ type: "default" }, undefined],
      [{ type: "default" }, "de"],
      [{ type: "all_private_chats" }, undefined],
      [{ type: "all_private_chats" }, "de"],
      [{ type: "all_group_chats" }, undefined],
      [{ type: "all_group_chats" }, "de"],
    ]);
    await story.stopBots();
    await story.startBot();
    await story.stage.settle();
    expect(story.calls("setMyCommands")).toHaveLength(6);
    expect(story.calls("setChatMenuButton")).toHaveLength(1);
  });
});
