import { describe, expect, it } from "vitest";
import { normal, plain, startStory, targets } from "./_story.js";

describe("inline mode", () => {
  it("offers the race, the month and, for linked players, their own place", async () => {
    await using story = await startStory();
    await story.race();
    await story.link(story.alice, 4);
    const offers = async (person: typeof story.alice): Promise<string[]> =>
      (await person.with(story.chidi).asks("")).results.map(({ kind, title }) => `${title} (${kind})`);
    const forAll = ["November Race (article)", "November Race (photo)", "Leaderboard of this month (article)"];
    expect(await offers(story.alice)).toEqual([...forAll, "My place (article)", "My place (photo)"]);
    expect(await offers(story.bruno)).toEqual(forAll);
  });

  it("shares a race as a picture that is drawn for its address, with a link and no button it could not answer", async () => {
    await using story = await startStory();
    const race = await story.race();
    const alice = story.alice.with(story.bruno);
    const answer = await alice.asks("");
    const { said } = await alice.chooses(answer, `race-picture-${race}`);
    expect(said!.content).toMatchObject({ kind: "photo", file: { width: 1200, height: 630 } });
    expect(plain(said!.content.kind === "photo" ? said!.content.body.text : "")).toContain("🏁 November Race");
    const [given] = story.calls("answerInlineQuery");
    const address = `https://goat.test/og/race/${race}.jpg?lang=en&v=`;
    expect(JSON.stringify(given?.params)).toContain(address);
    expect(said!.keyboard?.flat().map((button) => "url" in button && button.url)).toEqual([
      `https://t.me/${story.sandbox.botUsername}?startapp=v1_race_${race}`,
    ]);
  });

  it("shares the race into a chat the bot is not in, with a link that opens the app on it", async () => {
    await using story = await startStory();
    const race = await story.race();
    const alice = story.alice.with(story.bruno);
    const turn = await alice.chooses(await alice.asks(""), "November Race");
    const shared = turn.said!;
    expect(shared.viaBot).toBe(true);
    const seen = { message: shared, chatId: shared.chatId, text: "", buttons: [] };
    expect(targets(seen)).toEqual({
      "🔄 Refresh": "callback",
      "📊 Open full board": `https://t.me/${story.sandbox.botUsername}?startapp=v1_race_${race}`,
    });
  });

  it("draws a shared race again for whoever asks", async () => {
    await using story = await startStory();
    await story.race();
    const alice = story.alice.with(story.bruno);
    await alice.chooses(await alice.asks(""), "November Race");
    await story.wager(9, 9_000);
    const turn = await story.bruno.with(story.alice).taps("🔄 Refresh");
    expect(normal(turn.text)).toContain("1 $9,401.00 🥇");
  });

  it("lets nobody else turn somebody's shared card", async () => {
    await using story = await startStory();
    await story.race();
    await story.link(story.alice, 4);
    const alice = story.alice.with(story.bruno);
    await alice.chooses(await alice.asks("me"), "My place");
    const turn = await story.bruno.with(story.alice).taps("Day");
    expect(turn.edits).toEqual([]);
    expect(turn.toasts).toHaveLength(1);
    expect(normal((await alice.taps("Day")).text)).toContain("My place: Today");
  });

  it("offers the leaderboard while there is no race", async () => {
    await using story = await startStory();
    const answer = await story.alice.with(story.bruno).asks("");
    expect(answer.results.map(({ title }) => title)).toEqual(["Leaderboard of this month"]);
  });
});
