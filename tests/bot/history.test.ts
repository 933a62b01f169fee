import { describe, expect, it } from "vitest";
import { normal, startStory, targets } from "./_story.js";

describe("/history", () => {
  it("lists finished races, newest first, and opens one in place", async () => {
    await using story = await startStory();
    const day = 86_400_000;
    for (const [title, endedDaysAgo] of [
      ["First Race", 2],
      ["Second Race", 1],
    ] as const) {
      const endsAt = new Date(Date.now() - endedDaysAgo * day);
      const id = await story.race({
        title,
        startsAt: new Date(endsAt.getTime() - day).toISOString(),
        endsAt: endsAt.toISOString(),
      });
      await story.database.pool.query("update races set status = 'settling' where id = $1", [id]);
    }
    await story.alice.starts();
    const turn = await story.alice.sends("/history");
    expect(normal(turn.text)).toMatchInlineSnapshot(`
      "📜 Finished races

      Second Race
      <date> · $175.00 · Ended, being counted

      First Race
      <date> · $175.00 · Ended, being counted"
    `);
    expect(targets(turn.replies[0])["📊 Open the app"]).toBe("app https://goat.test/races");
    expect(normal((await story.alice.taps("🏁 Second Race")).text)).toContain("🏁 Second Race\nEnded, being counted");
  });

  it("says so when nothing has finished", async () => {
    await using story = await startStory({ players: 1 });
    await story.alice.starts();
    expect((await story.alice.sends("/history")).text).toBe("No race has finished yet.");
  });
});

describe("/verify", () => {
  it("explains the check and leads to the app while there is no result", async () => {
    await using story = await startStory({ players: 1 });
    await story.alice.starts();
    const turn = await story.alice.sends("/verify");
    expect(turn.text).toContain("recomputes ranks, ties, prizes and hashes on your own device");
    expect(targets(turn.replies[0])).toEqual({ "Open the app": "app https://goat.test/" });
  });
});
